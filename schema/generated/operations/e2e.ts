/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AccountType =
  | 'BUYER'
  | 'SELLER'
  | 'ADMIN';

export type AddressInput = {
  name: string;
  line1: string;
  line2?: string | null | undefined;
  city: string;
  region?: string | null | undefined;
  postalCode: string;
  country: string;
  phone?: string | null | undefined;
};

export type AttributeInput = {
  name: string;
  value: string;
};

export type CartStatus =
  | 'ACTIVE'
  | 'CHECKOUT'
  | 'COMPLETED'
  | 'ABANDONED'
  | 'EXPIRED'
  | 'MERGED';

export type CheckoutInput = {
  idempotencyKey: string;
  shippingAddressId?: string | null | undefined;
  shippingAddress?: AddressInput | null | undefined;
  shippingMethods?: Array<ShippingChoiceInput> | null | undefined;
  provider?: PaymentProvider;
  expectedTotal?: MoneyInput | null | undefined;
};

export type CommissionRateInput = {
  sellerId?: string | null | undefined;
  categoryId?: string | null | undefined;
  basisPoints: number;
};

export type CouponInput = {
  code: string;
  kind: CouponKind;
  percent?: number | null | undefined;
  amount?: MoneyInput | null | undefined;
  minimum?: MoneyInput | null | undefined;
  maxUses?: number | null | undefined;
  maxUsesPerBuyer?: number | null | undefined;
  startsAt?: string | null | undefined;
  endsAt?: string | null | undefined;
};

export type CouponKind =
  | 'PERCENTAGE'
  | 'AMOUNT'
  | 'FREE_SHIPPING';

export type CouponProblem =
  | 'UNKNOWN'
  | 'NOT_STARTED'
  | 'ENDED'
  | 'USED_UP'
  | 'MINIMUM_NOT_REACHED'
  | 'NOT_APPLICABLE'
  | 'NOT_STACKABLE';

export type CreateProductInput = {
  kind?: ProductKind;
  name: string;
  description: string;
  categorySlug?: string | null | undefined;
  sku?: string | null | undefined;
  price: MoneyInput;
  prices?: Array<MoneyInput> | null | undefined;
  status?: ProductStatus;
  imageFileIds?: Array<string> | null | undefined;
  variants?: Array<VariantInput> | null | undefined;
  attributes?: Array<AttributeInput> | null | undefined;
};

export type DeliveryState =
  | 'QUEUED'
  | 'DELIVERED'
  | 'FAILED';

export type DigestFrequency =
  | 'NEVER'
  | 'DAILY';

export type DisputeStatus =
  | 'INQUIRY'
  | 'OPEN'
  | 'WON'
  | 'LOST';

export type EnrollmentStatus =
  | 'ACTIVE'
  | 'COMPLETED'
  | 'DROPPED';

export type EntryDirection =
  | 'DEBIT'
  | 'CREDIT';

export type Interval =
  | 'HOUR'
  | 'DAY'
  | 'WEEK'
  | 'MONTH';

export type InvoiceKind =
  | 'INVOICE'
  | 'CREDIT_NOTE';

export type LectureInput = {
  title: string;
  position?: number | null | undefined;
  preview?: boolean | null | undefined;
  availableFrom?: string | null | undefined;
};

export type LogInInput = {
  email: string;
  password: string;
};

export type MediaStatus =
  | 'AWAITING_UPLOAD'
  | 'UPLOADED'
  | 'PROCESSING'
  | 'READY'
  | 'FAILED';

export type ModerateReviewInput = {
  decision: ModerationDecision;
  reason?: string | null | undefined;
  removeReply?: boolean;
};

export type ModerationDecision =
  | 'PUBLISH'
  | 'HIDE';

export type MoneyInput = {
  amountMinor: number;
  currency: string;
};

export type NotificationChannel =
  | 'EMAIL'
  | 'SMS'
  | 'PUSH'
  | 'TELEGRAM'
  | 'LIVE';

export type NotificationSettingsInput = {
  /** One of en, de, hi; left as it is where none is given. */
  locale?: string | null | undefined;
  digest?: DigestFrequency | null | undefined;
};

export type OrderStatus =
  | 'PENDING'
  | 'CONFIRMED'
  | 'PROCESSING'
  | 'SHIPPED'
  | 'DELIVERED'
  | 'CANCELLED';

export type PaymentProvider =
  | 'STRIPE'
  | 'RAZORPAY';

export type PaymentStatus =
  | 'CREATED'
  | 'REQUIRES_ACTION'
  | 'PROCESSING'
  | 'CAPTURED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED'
  | 'FAILED'
  | 'CANCELLED';

export type PayoutStatus =
  | 'PENDING'
  | 'PAID'
  | 'FAILED';

export type ProductExportStatus =
  | 'PENDING'
  | 'COMPLETED'
  | 'FAILED';

export type ProductImportStatus =
  | 'PENDING'
  | 'RUNNING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELLED';

export type ProductKind =
  | 'PHYSICAL'
  | 'DIGITAL'
  | 'COURSE';

export type ProductStatus =
  | 'DRAFT'
  | 'ACTIVE'
  | 'ARCHIVED';

export type PushTargetInput = {
  endpoint?: string | null | undefined;
  p256dh?: string | null | undefined;
  auth?: string | null | undefined;
  token?: string | null | undefined;
};

export type QuoteInput = {
  country?: string | null | undefined;
  region?: string | null | undefined;
  shippingMethods?: Array<ShippingChoiceInput> | null | undefined;
};

export type RefundItemInput = {
  orderItemId: string;
  quantity: number;
};

export type RefundPaymentInput = {
  paymentId: string;
  amount?: MoneyInput | null | undefined;
  items?: Array<RefundItemInput> | null | undefined;
  reason?: string | null | undefined;
  idempotencyKey: string;
};

export type RefundStatus =
  | 'PENDING'
  | 'SUCCEEDED'
  | 'FAILED';

export type RegisterInput = {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  accountType?: AccountType;
  displayName?: string | null | undefined;
};

export type RequestReturnInput = {
  shipmentId: string;
  items: Array<ReturnItemInput>;
  reason: string;
};

export type RequestUploadInput = {
  fileName: string;
  contentType: string;
  size: number;
  purpose: UploadPurpose;
  sha256?: string | null | undefined;
};

export type ReturnItemInput = {
  orderItemId: string;
  quantity: number;
};

export type ReturnStatus =
  | 'REQUESTED'
  | 'APPROVED'
  | 'SENT'
  | 'RECEIVED'
  | 'REJECTED'
  | 'CANCELLED';

export type ReviewProductInput = {
  productId: string;
  rating: number;
  title?: string | null | undefined;
  body?: string | null | undefined;
};

export type ReviewStatus =
  | 'PENDING'
  | 'PUBLISHED'
  | 'HIDDEN';

export type SendReturnInput = {
  carrier?: string | null | undefined;
  trackingNumber?: string | null | undefined;
};

export type ShipmentStatus =
  | 'PENDING'
  | 'PROCESSING'
  | 'SHIPPED'
  | 'IN_TRANSIT'
  | 'OUT_FOR_DELIVERY'
  | 'DELIVERED'
  | 'CANCELLED';

export type ShippingChoiceInput = {
  sellerId: string;
  methodId: string;
};

export type ShippingMethodInput = {
  name: string;
  destinations?: Array<string>;
  price: MoneyInput;
  perItem?: MoneyInput | null | undefined;
  freeFrom?: MoneyInput | null | undefined;
};

export type ShipShipmentInput = {
  carrier: string;
  trackingNumber: string;
};

export type TableFormat =
  | 'CSV'
  | 'JSON_LINES';

export type TaxRateInput = {
  country: string;
  region?: string | null | undefined;
  categoryId?: string | null | undefined;
  percentage: number;
  included?: boolean;
};

export type UpdateProgressInput = {
  productId: string;
  lectureId?: string | null | undefined;
  watchedSeconds?: number | null | undefined;
  fromSeconds?: number | null | undefined;
  progressPercentage?: number | null | undefined;
  totalWatchTimeSeconds?: number | null | undefined;
};

export type UpdateReviewInput = {
  rating?: number | null | undefined;
  title?: string | null | undefined;
  body?: string | null | undefined;
};

export type UploadPurpose =
  | 'PRODUCT_IMAGE'
  | 'STUDY_RESOURCE'
  | 'LECTURE_VIDEO'
  | 'AVATAR'
  | 'PRODUCT_TABLE';

export type VariantInput = {
  sku: string;
  name: string;
  price?: MoneyInput | null | undefined;
  prices?: Array<MoneyInput> | null | undefined;
  options?: Array<AttributeInput> | null | undefined;
};

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { register: { accessToken: string, user: { id: string, seller: { id: string } | null } } };

export type LogInMutationVariables = Exact<{
  input: LogInInput;
}>;


export type LogInMutation = { logIn: { accessToken: string } };

export type SellerSalesQueryVariables = Exact<{
  from: string;
  to: string;
  interval: Interval;
}>;


export type SellerSalesQuery = { me: { seller: { sales: { orderCount: number, gross: { amountMinor: number }, fees: { amountMinor: number }, net: { amountMinor: number }, refunded: { amountMinor: number }, points: Array<{ from: string, orderCount: number, gross: { amountMinor: number } }>, products: Array<{ units: number, product: { name: string } | null }>, categories: Array<{ categoryId: string | null, units: number }>, reviews: { count: number, average: number | null } } | null, balance: { amountMinor: number } | null } | null } | null };

export type PlatformFiguresQueryVariables = Exact<{
  from: string;
  to: string;
}>;


export type PlatformFiguresQuery = { platformSales: { orderCount: number, gross: { amountMinor: number } }, cartConversion: { created: number, checkouts: number, completed: number, expired: number, paymentFailed: number, rate: number | null }, platformHealth: { paymentSuccessRate: number, enrollmentSecondsP95: number, videoProcessingMinutesP95: number, commandMsP95: number, refundFailureRate: number } };

export type PopularProductsQueryVariables = Exact<{ [key: string]: never; }>;


export type PopularProductsQuery = { popularProducts: Array<{ id: string, name: string } | null> };

export type TrialBalanceQueryVariables = Exact<{ [key: string]: never; }>;


export type TrialBalanceQuery = { trialBalance: { balanced: boolean, debits: Array<{ amountMinor: number }>, credits: Array<{ amountMinor: number }> } };

export type OrderPostingsQueryVariables = Exact<{
  id: string;
}>;


export type OrderPostingsQuery = { order: { ledgerTransactions: Array<{ kind: string, entries: Array<{ direction: EntryDirection, amount: { amountMinor: number }, account: { code: string } }> }> | null } | null };

export type AddToCartMutationVariables = Exact<{
  variantId: string;
  quantity: number;
}>;


export type AddToCartMutation = { addToCart: { id: string, expiresAt: string, items: Array<{ id: string, quantity: number }>, total: { amountMinor: number } } };

export type CheckOutMutationVariables = Exact<{
  input: CheckoutInput;
}>;


export type CheckOutMutation = { checkout: { checkoutUrl: string | null, order: { id: string, number: string, status: OrderStatus, provisional: boolean } | null, payment: { id: string, status: PaymentStatus, clientSecret: string | null, providerPaymentId: string | null, amount: { amountMinor: number, currency: string } } | null } };

export type CartStatusQueryVariables = Exact<{
  id: string;
}>;


export type CartStatusQuery = { cart: { status: CartStatus } | null };

export type QuoteCartQueryVariables = Exact<{
  input?: QuoteInput | null | undefined;
}>;


export type QuoteCartQuery = { cart: { id: string, total: { amountMinor: number }, quote: { subtotal: { amountMinor: number }, discount: { amountMinor: number }, shipping: { amountMinor: number }, tax: { amountMinor: number }, total: { amountMinor: number }, coupons: Array<{ code: string, problem: CouponProblem | null, discount: { amountMinor: number } }>, shippingOptions: Array<{ available: boolean, chosenId: string | null, seller: { id: string } | null, methods: Array<{ id: string, name: string, price: { amountMinor: number } }> }> } | null } | null };

export type ApplyCouponMutationVariables = Exact<{
  code: string;
}>;


export type ApplyCouponMutation = { applyCoupon: { id: string } };

export type RemoveCouponMutationVariables = Exact<{
  code: string;
}>;


export type RemoveCouponMutation = { removeCoupon: { id: string } };

export type PaymentDocumentsQueryVariables = Exact<{
  id: string;
}>;


export type PaymentDocumentsQuery = { payment: { receipt: { number: string, issuedAt: string, url: string } | null, invoices: Array<{ id: string, number: string, orderNumber: string | null, url: string, kind: InvoiceKind, issuedAt: string, seller: { id: string, displayName: string } | null, total: { amountMinor: number, currency: string }, tax: { amountMinor: number }, lines: Array<{ name: string, sku: string | null, quantity: number, taxRatePpm: number, amount: { amountMinor: number }, tax: { amountMinor: number } }> }> } | null };

export type InvoicesOfQueryVariables = Exact<{
  id: string;
}>;


export type InvoicesOfQuery = { seller: { invoices: { nodes: Array<{ number: string, kind: InvoiceKind, total: { amountMinor: number } }> } | null } | null };

export type AddChapterMutationVariables = Exact<{
  productId: string;
  title: string;
}>;


export type AddChapterMutation = { addChapter: { id: string } };

export type AddLectureMutationVariables = Exact<{
  chapterId: string;
  input: LectureInput;
}>;


export type AddLectureMutation = { addLecture: { id: string, position: number } };

export type AttachLectureVideoMutationVariables = Exact<{
  lectureId: string;
  fileId: string;
}>;


export type AttachLectureVideoMutation = { attachLectureVideo: { id: string, title: string } };

export type UpdateProgressMutationVariables = Exact<{
  input: UpdateProgressInput;
}>;


export type UpdateProgressMutation = { updateProgress: { id: string, status: EnrollmentStatus, progressPercentage: number, totalWatchTimeSeconds: number, completedAt: string | null, certificate: { number: string, url: string } | null } };

export type MyCoursesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyCoursesQuery = { me: { enrollments: Array<{ id: string, status: EnrollmentStatus, progressPercentage: number, certificate: { number: string } | null, course: { id: string, durationSeconds: number, product: { name: string } | null, chapters: Array<{ title: string, lectures: Array<{ id: string, title: string, durationSeconds: number | null, video: { status: MediaStatus, playbackUrl: string | null } | null }> }> } }> | null } | null };

export type SeeCourseQueryVariables = Exact<{
  id: string;
}>;


export type SeeCourseQuery = { product: { name: string, course: { id: string, enrollmentCount: number, durationSeconds: number, chapters: Array<{ title: string, position: number, lectures: Array<{ id: string, title: string, position: number, preview: boolean }> }> } | null } | null };

export type CourseStudentsQueryVariables = Exact<{
  id: string;
}>;


export type CourseStudentsQuery = { product: { course: { enrollments: { totalCount: number, nodes: Array<{ status: EnrollmentStatus, progressPercentage: number, totalWatchTimeSeconds: number, student: { firstName: string, lastName: string } | null }> } | null, figures: { activeCount: number, completedCount: number, averageProgressPercentage: number | null } | null } | null } | null };

export type VerifyCertificateQueryVariables = Exact<{
  number: string;
}>;


export type VerifyCertificateQuery = { verifyCertificate: { valid: boolean, number: string, studentName: string, courseName: string, issuedAt: string } | null };

export type WatchCourseQueryVariables = Exact<{
  id: string;
}>;


export type WatchCourseQuery = { product: { course: { durationSeconds: number, chapters: Array<{ lectures: Array<{ id: string, preview: boolean, durationSeconds: number | null, video: { status: MediaStatus, playbackUrl: string | null } | null }> }> } | null } | null };

export type RequestUploadMutationVariables = Exact<{
  input: RequestUploadInput;
}>;


export type RequestUploadMutation = { requestUpload: { uploadUrl: string | null, method: string, headers: Array<{ name: string, value: string }>, parts: Array<{ number: number, offset: number, size: number, url: string }> | null, file: { id: string } } };

export type ResumeUploadMutationVariables = Exact<{
  fileId: string;
}>;


export type ResumeUploadMutation = { resumeUpload: { parts: Array<{ number: number, offset: number, size: number, url: string }> | null, file: { status: MediaStatus, progress: number } } };

export type SeeVideoQueryVariables = Exact<{
  id: string;
}>;


export type SeeVideoQuery = { mediaFile: { status: MediaStatus, progress: number, failure: string | null, durationSeconds: number | null, playbackUrl: string | null, thumbnailUrl: string | null } | null };

export type ConfirmUploadMutationVariables = Exact<{
  fileId: string;
}>;


export type ConfirmUploadMutation = { confirmUpload: { id: string, status: MediaStatus, url: string | null } };

export type AttachDownloadMutationVariables = Exact<{
  productId: string;
  fileId: string;
}>;


export type AttachDownloadMutation = { attachDownload: { id: string, name: string, kind: ProductKind } };

export type BoughtFilesQueryVariables = Exact<{
  orderId: string;
}>;


export type BoughtFilesQuery = { order: { status: OrderStatus, items: Array<{ name: string, variant: { product: { id: string, images: Array<{ url: string }>, downloads: Array<{ url: string, file: { fileName: string, size: number } }> | null } } | null }>, shipments: Array<{ items: Array<{ name: string }> }> | null } | null };

export type DownloadsOfQueryVariables = Exact<{
  id: string;
}>;


export type DownloadsOfQuery = { product: { name: string, images: Array<{ url: string, width: number | null, height: number | null }>, downloads: Array<{ url: string }> | null } | null };

export type FollowFileSubscriptionVariables = Exact<{
  fileId: string;
}>;


export type FollowFileSubscription = { mediaStatusChanged: { status: MediaStatus, progress: number } };

export type ShowImagesMutationVariables = Exact<{
  id: string;
  fileIds: Array<string> | string;
}>;


export type ShowImagesMutation = { updateProduct: { images: Array<{ fileId: string }> } };

export type ShowPortraitMutationVariables = Exact<{
  fileId?: string | null | undefined;
}>;


export type ShowPortraitMutation = { updateProfile: { avatarUrl: string | null } };

export type MyNotificationsQueryVariables = Exact<{
  unreadOnly?: boolean | null | undefined;
}>;


export type MyNotificationsQuery = { me: { id: string, notifications: { totalCount: number, nodes: Array<{ id: string, kind: string, title: string, body: string, readAt: string | null, deliveries: Array<{ channel: NotificationChannel, status: DeliveryState, attempts: number, error: string | null }> }> } | null } | null };

export type MarkNotificationReadMutationVariables = Exact<{
  id: string;
}>;


export type MarkNotificationReadMutation = { markNotificationRead: { id: string, readAt: string | null } };

export type MyNotificationPreferencesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyNotificationPreferencesQuery = { notificationPreferences: Array<{ channel: NotificationChannel, kind: string, enabled: boolean, fixed: boolean }>, notificationSettings: { locale: string, digest: DigestFrequency } };

export type SetNotificationPreferenceMutationVariables = Exact<{
  channel: NotificationChannel;
  kind?: string | null | undefined;
  enabled: boolean;
}>;


export type SetNotificationPreferenceMutation = { setNotificationPreference: boolean };

export type SetNotificationSettingsMutationVariables = Exact<{
  input: NotificationSettingsInput;
}>;


export type SetNotificationSettingsMutation = { setNotificationSettings: { locale: string, digest: DigestFrequency } };

export type RegisterPushMutationVariables = Exact<{
  input: PushTargetInput;
}>;


export type RegisterPushMutation = { registerPush: { id: string } };

export type FailedNotificationsQueryVariables = Exact<{ [key: string]: never; }>;


export type FailedNotificationsQuery = { failedNotifications: { nodes: Array<{ id: string, kind: string, deliveries: Array<{ channel: NotificationChannel, status: DeliveryState, error: string | null }> }> } };

export type RetryNotificationMutationVariables = Exact<{
  id: string;
}>;


export type RetryNotificationMutation = { retryNotification: { id: string } };

export type PreviewNotificationQueryVariables = Exact<{
  kind: string;
  locale: string;
}>;


export type PreviewNotificationQuery = { notificationPreview: { title: string, text: string, html: string } };

export type NotificationReceivedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NotificationReceivedSubscription = { notificationReceived: { id: string, kind: string, title: string } };

export type AddPhoneMutationVariables = Exact<{
  number: string;
}>;


export type AddPhoneMutation = { addPhone: { id: string, expiresAt: string } };

export type VerifyPhoneMutationVariables = Exact<{
  id: string;
  code: string;
}>;


export type VerifyPhoneMutation = { verifyPhone: { id: string, number: string } };

export type RemovePhoneMutationVariables = Exact<{
  id: string;
}>;


export type RemovePhoneMutation = { removePhone: boolean };

export type MyPhonesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyPhonesQuery = { me: { id: string, phones: Array<{ id: string, number: string }> | null } | null };

export type OrderStatusQueryVariables = Exact<{
  id: string;
}>;


export type OrderStatusQuery = { order: { status: OrderStatus } | null };

export type SeeOrderQueryVariables = Exact<{
  id: string;
}>;


export type SeeOrderQuery = { order: { id: string, status: OrderStatus, provisional: boolean, confirmedAt: string | null, cancelledAt: string | null, cancelReason: string | null, payment: { id: string, status: PaymentStatus, failureCode: string | null, failureMessage: string | null, refunded: { amountMinor: number }, refunds: Array<{ id: string, status: RefundStatus, amount: { amountMinor: number } }> } | null, items: Array<{ id: string, name: string }>, shipments: Array<{ id: string, status: ShipmentStatus, provisional: boolean, items: Array<{ name: string }> }> | null } | null };

export type FollowOrderSubscriptionVariables = Exact<{
  id: string;
}>;


export type FollowOrderSubscription = { orderStatusChanged: { from: OrderStatus | null, to: OrderStatus, version: number, order: { id: string, number: string } } };

export type FollowDeliveriesSubscriptionVariables = Exact<{
  id: string;
}>;


export type FollowDeliveriesSubscription = { deliveryStatusChanged: { id: string, status: ShipmentStatus, version: number, provisional: boolean, seller: { displayName: string } | null, items: Array<{ name: string, quantity: number }> } };

export type CancelOrderMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type CancelOrderMutation = { cancelOrder: { id: string, status: OrderStatus, cancelReason: string | null, payment: { status: PaymentStatus } | null } };

export type OrderChargesQueryVariables = Exact<{
  id: string;
}>;


export type OrderChargesQuery = { order: { subtotal: { amountMinor: number }, discountTotal: { amountMinor: number }, shippingTotal: { amountMinor: number }, taxTotal: { amountMinor: number }, total: { amountMinor: number }, shipping: Array<{ id: string, methodName: string, price: { amountMinor: number }, taxTotal: { amountMinor: number }, total: { amountMinor: number } }>, coupons: Array<{ code: string, discount: { amountMinor: number } }>, items: Array<{ id: string, name: string, taxRate: number, taxIncluded: boolean, discountTotal: { amountMinor: number }, taxTotal: { amountMinor: number }, total: { amountMinor: number } }> } | null };

export type VerifyPaymentMutationVariables = Exact<{
  id: string;
}>;


export type VerifyPaymentMutation = { verifyPayment: { id: string, status: PaymentStatus } };

export type RefundPaymentMutationVariables = Exact<{
  input: RefundPaymentInput;
}>;


export type RefundPaymentMutation = { refundPayment: { id: string, status: RefundStatus, reason: string | null, amount: { amountMinor: number, currency: string } } };

export type PaymentDisputesQueryVariables = Exact<{
  id: string;
}>;


export type PaymentDisputesQuery = { payment: { status: PaymentStatus, disputed: boolean, disputes: Array<{ id: string, status: DisputeStatus, reason: string, amount: { amountMinor: number, currency: string } }> } | null };

export type ReturnsOfQueryVariables = Exact<{
  id: string;
}>;


export type ReturnsOfQuery = { seller: { returns: { nodes: Array<{ id: string, status: ReturnStatus, reason: string, restocked: boolean | null, items: Array<{ name: string, quantity: number, orderItem: { id: string } | null }>, shipment: { orderNumber: string } }> } | null } | null };

export type RequestReturnMutationVariables = Exact<{
  input: RequestReturnInput;
}>;


export type RequestReturnMutation = { requestReturn: { id: string, status: ReturnStatus } };

export type ApproveReturnMutationVariables = Exact<{
  id: string;
}>;


export type ApproveReturnMutation = { approveReturn: { status: ReturnStatus } };

export type SendReturnMutationVariables = Exact<{
  id: string;
  input: SendReturnInput;
}>;


export type SendReturnMutation = { sendReturn: { status: ReturnStatus, carrier: string | null, trackingNumber: string | null } };

export type ReceiveReturnMutationVariables = Exact<{
  id: string;
  restock: boolean;
}>;


export type ReceiveReturnMutation = { receiveReturn: { status: ReturnStatus, restocked: boolean | null, receivedAt: string | null } };

export type ReviewProductMutationVariables = Exact<{
  input: ReviewProductInput;
}>;


export type ReviewProductMutation = { reviewProduct: { id: string, status: ReviewStatus, rating: number, verifiedPurchase: boolean, author: { firstName: string } | null } };

export type UpdateReviewMutationVariables = Exact<{
  id: string;
  input: UpdateReviewInput;
}>;


export type UpdateReviewMutation = { updateReview: { id: string, status: ReviewStatus, rating: number } };

export type ReplyToReviewMutationVariables = Exact<{
  id: string;
  body: string;
}>;


export type ReplyToReviewMutation = { replyToReview: { id: string, reply: string | null } };

export type ReportReviewMutationVariables = Exact<{
  id: string;
  reason: string;
}>;


export type ReportReviewMutation = { reportReview: boolean };

export type ModerateReviewMutationVariables = Exact<{
  id: string;
  input: ModerateReviewInput;
}>;


export type ModerateReviewMutation = { moderateReview: { id: string, status: ReviewStatus } };

export type ReviewsToModerateQueryVariables = Exact<{ [key: string]: never; }>;


export type ReviewsToModerateQuery = { reviewsToModerate: { nodes: Array<{ id: string, product: { name: string } | null, reports: Array<{ reason: string, reporter: { email: string | null } | null }> | null }> } };

export type ReviewsOfSellerQueryVariables = Exact<{
  sellerId: string;
}>;


export type ReviewsOfSellerQuery = { products: { nodes: Array<{ id: string, name: string, rating: { average: number | null, count: number } | null, reviews: { totalCount: number, nodes: Array<{ id: string, rating: number, title: string | null, body: string | null, verifiedPurchase: boolean, reply: string | null, author: { firstName: string } | null }> } | null }> } };

export type MyReviewsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyReviewsQuery = { me: { reviews: { nodes: Array<{ id: string, status: ReviewStatus, moderationReason: string | null, product: { name: string } | null }> } | null } | null };

export type ListProductMutationVariables = Exact<{
  input: CreateProductInput;
}>;


export type ListProductMutation = { createProduct: { id: string, variants: Array<{ id: string }> } };

export type SetStockMutationVariables = Exact<{
  id: string;
  total: number;
}>;


export type SetStockMutation = { setStock: { total: number } };

export type ShopStockQueryVariables = Exact<{
  id: string;
}>;


export type ShopStockQuery = { product: { variants: Array<{ stock: { total: number, available: number, reserved: number, allocated: number, sold: number } | null }> } | null };

export type ParcelsToSendQueryVariables = Exact<{
  id: string;
}>;


export type ParcelsToSendQuery = { seller: { shipments: { nodes: Array<{ id: string, orderNumber: string }> } | null } | null };

export type TakeInHandMutationVariables = Exact<{
  id: string;
}>;


export type TakeInHandMutation = { processShipment: { status: ShipmentStatus } };

export type ShipMutationVariables = Exact<{
  id: string;
  input: ShipShipmentInput;
}>;


export type ShipMutation = { shipShipment: { status: ShipmentStatus, shippedAt: string | null } };

export type ShopBalanceQueryVariables = Exact<{
  id: string;
}>;


export type ShopBalanceQuery = { seller: { balance: { amountMinor: number } | null } | null };

export type CancelShipmentMutationVariables = Exact<{
  id: string;
}>;


export type CancelShipmentMutation = { cancelShipment: { id: string, status: ShipmentStatus } };

export type StartPayoutOnboardingMutationVariables = Exact<{ [key: string]: never; }>;


export type StartPayoutOnboardingMutation = { startPayoutOnboarding: { url: string, expiresAt: string } };

export type PayoutsOfQueryVariables = Exact<{
  id: string;
}>;


export type PayoutsOfQuery = { seller: { payoutsEnabled: boolean, balance: { amountMinor: number } | null, availableForPayout: { amountMinor: number } | null, payouts: { nodes: Array<{ id: string, status: PayoutStatus, amount: { amountMinor: number } }> } | null } | null };

export type RequestPayoutMutationVariables = Exact<{
  amount: MoneyInput;
  key: string;
}>;


export type RequestPayoutMutation = { requestPayout: { id: string, status: PayoutStatus, failureCode: string | null, amount: { amountMinor: number } } };

export type SetCommissionRateMutationVariables = Exact<{
  input: CommissionRateInput;
}>;


export type SetCommissionRateMutation = { setCommissionRate: { id: string, sellerId: string | null, categoryId: string | null, basisPoints: number } };

export type RemoveCommissionRateMutationVariables = Exact<{
  id: string;
}>;


export type RemoveCommissionRateMutation = { removeCommissionRate: boolean };

export type CommissionRatesQueryVariables = Exact<{ [key: string]: never; }>;


export type CommissionRatesQuery = { commissionRates: Array<{ id: string, sellerId: string | null, categoryId: string | null, basisPoints: number }> };

export type CreateShippingMethodMutationVariables = Exact<{
  input: ShippingMethodInput;
}>;


export type CreateShippingMethodMutation = { createShippingMethod: { id: string } };

export type UpdateShippingMethodMutationVariables = Exact<{
  id: string;
  input: ShippingMethodInput;
}>;


export type UpdateShippingMethodMutation = { updateShippingMethod: { id: string, name: string } };

export type RemoveShippingMethodMutationVariables = Exact<{
  id: string;
}>;


export type RemoveShippingMethodMutation = { removeShippingMethod: boolean };

export type ShippingMethodsQueryVariables = Exact<{
  id: string;
}>;


export type ShippingMethodsQuery = { seller: { shippingMethods: Array<{ id: string, name: string, destinations: Array<string>, price: { amountMinor: number, currency: string }, perItem: { amountMinor: number }, freeFrom: { amountMinor: number } | null }> | null } | null };

export type SetTaxRateMutationVariables = Exact<{
  input: TaxRateInput;
}>;


export type SetTaxRateMutation = { setTaxRate: { id: string, country: string, region: string | null, percentage: number, included: boolean } };

export type RemoveTaxRateMutationVariables = Exact<{
  id: string;
}>;


export type RemoveTaxRateMutation = { removeTaxRate: boolean };

export type CreateCouponMutationVariables = Exact<{
  input: CouponInput;
}>;


export type CreateCouponMutation = { createCoupon: { id: string, code: string } };

export type EndCouponMutationVariables = Exact<{
  id: string;
}>;


export type EndCouponMutation = { endCoupon: { id: string, endsAt: string | null } };

export type CouponsQueryVariables = Exact<{ [key: string]: never; }>;


export type CouponsQuery = { coupons: { nodes: Array<{ code: string, uses: number }> } };

export type StatementOfQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type StatementOfQuery = { seller: { statement: { openingBalance: { amountMinor: number }, closingBalance: { amountMinor: number }, credits: { amountMinor: number }, debits: { amountMinor: number }, lines: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, nodes: Array<{ kind: string, reference: string, orderNumber: string | null, amount: { amountMinor: number }, balance: { amountMinor: number } }> } } | null } | null };

export type AccountStatementQueryVariables = Exact<{
  code: string;
}>;


export type AccountStatementQuery = { ledgerAccounts: { nodes: Array<{ code: string, balance: { amountMinor: number }, statement: { openingBalance: { amountMinor: number }, closingBalance: { amountMinor: number }, credits: { amountMinor: number }, debits: { amountMinor: number }, lines: { nodes: Array<{ kind: string, orderNumber: string | null, balance: { amountMinor: number } }> } } }> } };

export type ImportProductsMutationVariables = Exact<{
  fileId: string;
}>;


export type ImportProductsMutation = { importProducts: { id: string } };

export type ExportProductsMutationVariables = Exact<{
  format: TableFormat;
}>;


export type ExportProductsMutation = { exportProducts: { id: string } };

export type SeeProductImportQueryVariables = Exact<{
  id: string;
}>;


export type SeeProductImportQuery = { productImport: { status: ProductImportStatus, total: number | null, done: number, created: number, updated: number, failed: number, errors: { nodes: Array<{ line: number, sku: string | null, code: string, field: string | null }> } } | null };

export type SeeProductExportQueryVariables = Exact<{
  id: string;
}>;


export type SeeProductExportQuery = { productExport: { status: ProductExportStatus, total: number | null, download: { url: string, expiresAt: string } | null } | null };

export type FollowProductImportSubscriptionVariables = Exact<{
  id: string;
}>;


export type FollowProductImportSubscription = { productImportProgressed: { status: ProductImportStatus, total: number | null, done: number, failed: number } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const RegisterDocument = new TypedDocumentString(`
    mutation Register($input: RegisterInput!) {
  register(input: $input) {
    accessToken
    user {
      id
      seller {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RegisterMutation, RegisterMutationVariables>;
export const LogInDocument = new TypedDocumentString(`
    mutation LogIn($input: LogInInput!) {
  logIn(input: $input) {
    accessToken
  }
}
    `) as unknown as TypedDocumentString<LogInMutation, LogInMutationVariables>;
export const SellerSalesDocument = new TypedDocumentString(`
    query SellerSales($from: DateTime!, $to: DateTime!, $interval: Interval!) {
  me {
    seller {
      sales(from: $from, to: $to, interval: $interval) {
        gross {
          amountMinor
        }
        fees {
          amountMinor
        }
        net {
          amountMinor
        }
        refunded {
          amountMinor
        }
        orderCount
        points {
          from
          gross {
            amountMinor
          }
          orderCount
        }
        products(first: 5) {
          product {
            name
          }
          units
        }
        categories {
          categoryId
          units
        }
        reviews {
          count
          average
        }
      }
      balance {
        amountMinor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SellerSalesQuery, SellerSalesQueryVariables>;
export const PlatformFiguresDocument = new TypedDocumentString(`
    query PlatformFigures($from: DateTime!, $to: DateTime!) {
  platformSales(from: $from, to: $to) {
    gross {
      amountMinor
    }
    orderCount
  }
  cartConversion(from: $from, to: $to) {
    created
    checkouts
    completed
    expired
    paymentFailed
    rate
  }
  platformHealth {
    paymentSuccessRate
    enrollmentSecondsP95
    videoProcessingMinutesP95
    commandMsP95
    refundFailureRate
  }
}
    `) as unknown as TypedDocumentString<PlatformFiguresQuery, PlatformFiguresQueryVariables>;
export const PopularProductsDocument = new TypedDocumentString(`
    query PopularProducts {
  popularProducts(first: 5) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<PopularProductsQuery, PopularProductsQueryVariables>;
export const TrialBalanceDocument = new TypedDocumentString(`
    query TrialBalance {
  trialBalance {
    balanced
    debits {
      amountMinor
    }
    credits {
      amountMinor
    }
  }
}
    `) as unknown as TypedDocumentString<TrialBalanceQuery, TrialBalanceQueryVariables>;
export const OrderPostingsDocument = new TypedDocumentString(`
    query OrderPostings($id: ID!) {
  order(id: $id) {
    ledgerTransactions {
      kind
      entries {
        direction
        amount {
          amountMinor
        }
        account {
          code
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OrderPostingsQuery, OrderPostingsQueryVariables>;
export const AddToCartDocument = new TypedDocumentString(`
    mutation AddToCart($variantId: ID!, $quantity: Int!) {
  addToCart(input: {variantId: $variantId, quantity: $quantity}) {
    id
    expiresAt
    items {
      id
      quantity
    }
    total {
      amountMinor
    }
  }
}
    `) as unknown as TypedDocumentString<AddToCartMutation, AddToCartMutationVariables>;
export const CheckOutDocument = new TypedDocumentString(`
    mutation CheckOut($input: CheckoutInput!) {
  checkout(input: $input) {
    order {
      id
      number
      status
      provisional
    }
    payment {
      id
      status
      clientSecret
      providerPaymentId
      amount {
        amountMinor
        currency
      }
    }
    checkoutUrl
  }
}
    `) as unknown as TypedDocumentString<CheckOutMutation, CheckOutMutationVariables>;
export const CartStatusDocument = new TypedDocumentString(`
    query CartStatus($id: ID!) {
  cart(id: $id) {
    status
  }
}
    `) as unknown as TypedDocumentString<CartStatusQuery, CartStatusQueryVariables>;
export const QuoteCartDocument = new TypedDocumentString(`
    query QuoteCart($input: QuoteInput) {
  cart {
    id
    total {
      amountMinor
    }
    quote(input: $input) {
      subtotal {
        amountMinor
      }
      discount {
        amountMinor
      }
      shipping {
        amountMinor
      }
      tax {
        amountMinor
      }
      total {
        amountMinor
      }
      coupons {
        code
        discount {
          amountMinor
        }
        problem
      }
      shippingOptions {
        seller {
          id
        }
        available
        chosenId
        methods {
          id
          name
          price {
            amountMinor
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<QuoteCartQuery, QuoteCartQueryVariables>;
export const ApplyCouponDocument = new TypedDocumentString(`
    mutation ApplyCoupon($code: String!) {
  applyCoupon(code: $code) {
    id
  }
}
    `) as unknown as TypedDocumentString<ApplyCouponMutation, ApplyCouponMutationVariables>;
export const RemoveCouponDocument = new TypedDocumentString(`
    mutation RemoveCoupon($code: String!) {
  removeCoupon(code: $code) {
    id
  }
}
    `) as unknown as TypedDocumentString<RemoveCouponMutation, RemoveCouponMutationVariables>;
export const PaymentDocumentsDocument = new TypedDocumentString(`
    query PaymentDocuments($id: ID!) {
  payment(id: $id) {
    receipt {
      number
      issuedAt
      url
    }
    invoices {
      id
      number
      orderNumber
      url
      kind
      issuedAt
      seller {
        id
        displayName
      }
      total {
        amountMinor
        currency
      }
      tax {
        amountMinor
      }
      lines {
        name
        sku
        quantity
        amount {
          amountMinor
        }
        tax {
          amountMinor
        }
        taxRatePpm
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PaymentDocumentsQuery, PaymentDocumentsQueryVariables>;
export const InvoicesOfDocument = new TypedDocumentString(`
    query InvoicesOf($id: ID!) {
  seller(id: $id) {
    invoices {
      nodes {
        number
        kind
        total {
          amountMinor
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<InvoicesOfQuery, InvoicesOfQueryVariables>;
export const AddChapterDocument = new TypedDocumentString(`
    mutation AddChapter($productId: ID!, $title: String!) {
  addChapter(productId: $productId, title: $title) {
    id
  }
}
    `) as unknown as TypedDocumentString<AddChapterMutation, AddChapterMutationVariables>;
export const AddLectureDocument = new TypedDocumentString(`
    mutation AddLecture($chapterId: ID!, $input: LectureInput!) {
  addLecture(chapterId: $chapterId, input: $input) {
    id
    position
  }
}
    `) as unknown as TypedDocumentString<AddLectureMutation, AddLectureMutationVariables>;
export const AttachLectureVideoDocument = new TypedDocumentString(`
    mutation AttachLectureVideo($lectureId: ID!, $fileId: ID!) {
  attachLectureVideo(lectureId: $lectureId, fileId: $fileId) {
    id
    title
  }
}
    `) as unknown as TypedDocumentString<AttachLectureVideoMutation, AttachLectureVideoMutationVariables>;
export const UpdateProgressDocument = new TypedDocumentString(`
    mutation UpdateProgress($input: UpdateProgressInput!) {
  updateProgress(input: $input) {
    id
    status
    progressPercentage
    totalWatchTimeSeconds
    completedAt
    certificate {
      number
      url
    }
  }
}
    `) as unknown as TypedDocumentString<UpdateProgressMutation, UpdateProgressMutationVariables>;
export const MyCoursesDocument = new TypedDocumentString(`
    query MyCourses {
  me {
    enrollments {
      id
      status
      progressPercentage
      certificate {
        number
      }
      course {
        id
        durationSeconds
        product {
          name
        }
        chapters {
          title
          lectures {
            id
            title
            durationSeconds
            video {
              status
              playbackUrl
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MyCoursesQuery, MyCoursesQueryVariables>;
export const SeeCourseDocument = new TypedDocumentString(`
    query SeeCourse($id: ID!) {
  product(id: $id) {
    name
    course {
      id
      enrollmentCount
      durationSeconds
      chapters {
        title
        position
        lectures {
          id
          title
          position
          preview
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SeeCourseQuery, SeeCourseQueryVariables>;
export const CourseStudentsDocument = new TypedDocumentString(`
    query CourseStudents($id: ID!) {
  product(id: $id) {
    course {
      enrollments(first: 10) {
        totalCount
        nodes {
          status
          progressPercentage
          totalWatchTimeSeconds
          student {
            firstName
            lastName
          }
        }
      }
      figures {
        activeCount
        completedCount
        averageProgressPercentage
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CourseStudentsQuery, CourseStudentsQueryVariables>;
export const VerifyCertificateDocument = new TypedDocumentString(`
    query VerifyCertificate($number: String!) {
  verifyCertificate(number: $number) {
    valid
    number
    studentName
    courseName
    issuedAt
  }
}
    `) as unknown as TypedDocumentString<VerifyCertificateQuery, VerifyCertificateQueryVariables>;
export const WatchCourseDocument = new TypedDocumentString(`
    query WatchCourse($id: ID!) {
  product(id: $id) {
    course {
      durationSeconds
      chapters {
        lectures {
          id
          preview
          durationSeconds
          video {
            status
            playbackUrl
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WatchCourseQuery, WatchCourseQueryVariables>;
export const RequestUploadDocument = new TypedDocumentString(`
    mutation RequestUpload($input: RequestUploadInput!) {
  requestUpload(input: $input) {
    uploadUrl
    method
    headers {
      name
      value
    }
    parts {
      number
      offset
      size
      url
    }
    file {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<RequestUploadMutation, RequestUploadMutationVariables>;
export const ResumeUploadDocument = new TypedDocumentString(`
    mutation ResumeUpload($fileId: ID!) {
  resumeUpload(fileId: $fileId) {
    parts {
      number
      offset
      size
      url
    }
    file {
      status
      progress
    }
  }
}
    `) as unknown as TypedDocumentString<ResumeUploadMutation, ResumeUploadMutationVariables>;
export const SeeVideoDocument = new TypedDocumentString(`
    query SeeVideo($id: ID!) {
  mediaFile(id: $id) {
    status
    progress
    failure
    durationSeconds
    playbackUrl
    thumbnailUrl
  }
}
    `) as unknown as TypedDocumentString<SeeVideoQuery, SeeVideoQueryVariables>;
export const ConfirmUploadDocument = new TypedDocumentString(`
    mutation ConfirmUpload($fileId: ID!) {
  confirmUpload(fileId: $fileId) {
    id
    status
    url
  }
}
    `) as unknown as TypedDocumentString<ConfirmUploadMutation, ConfirmUploadMutationVariables>;
export const AttachDownloadDocument = new TypedDocumentString(`
    mutation AttachDownload($productId: ID!, $fileId: ID!) {
  attachDownload(productId: $productId, fileId: $fileId) {
    id
    name
    kind
  }
}
    `) as unknown as TypedDocumentString<AttachDownloadMutation, AttachDownloadMutationVariables>;
export const BoughtFilesDocument = new TypedDocumentString(`
    query BoughtFiles($orderId: ID!) {
  order(id: $orderId) {
    status
    items {
      name
      variant {
        product {
          id
          images {
            url
          }
          downloads {
            url
            file {
              fileName
              size
            }
          }
        }
      }
    }
    shipments {
      items {
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BoughtFilesQuery, BoughtFilesQueryVariables>;
export const DownloadsOfDocument = new TypedDocumentString(`
    query DownloadsOf($id: ID!) {
  product(id: $id) {
    name
    images {
      url
      width
      height
    }
    downloads {
      url
    }
  }
}
    `) as unknown as TypedDocumentString<DownloadsOfQuery, DownloadsOfQueryVariables>;
export const FollowFileDocument = new TypedDocumentString(`
    subscription FollowFile($fileId: ID!) {
  mediaStatusChanged(fileId: $fileId) {
    status
    progress
  }
}
    `) as unknown as TypedDocumentString<FollowFileSubscription, FollowFileSubscriptionVariables>;
export const ShowImagesDocument = new TypedDocumentString(`
    mutation ShowImages($id: ID!, $fileIds: [ID!]!) {
  updateProduct(id: $id, input: {imageFileIds: $fileIds}) {
    images {
      fileId
    }
  }
}
    `) as unknown as TypedDocumentString<ShowImagesMutation, ShowImagesMutationVariables>;
export const ShowPortraitDocument = new TypedDocumentString(`
    mutation ShowPortrait($fileId: ID) {
  updateProfile(input: {avatarFileId: $fileId}) {
    avatarUrl
  }
}
    `) as unknown as TypedDocumentString<ShowPortraitMutation, ShowPortraitMutationVariables>;
export const MyNotificationsDocument = new TypedDocumentString(`
    query MyNotifications($unreadOnly: Boolean) {
  me {
    id
    notifications(unreadOnly: $unreadOnly) {
      totalCount
      nodes {
        id
        kind
        title
        body
        readAt
        deliveries {
          channel
          status
          attempts
          error
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MyNotificationsQuery, MyNotificationsQueryVariables>;
export const MarkNotificationReadDocument = new TypedDocumentString(`
    mutation MarkNotificationRead($id: ID!) {
  markNotificationRead(id: $id) {
    id
    readAt
  }
}
    `) as unknown as TypedDocumentString<MarkNotificationReadMutation, MarkNotificationReadMutationVariables>;
export const MyNotificationPreferencesDocument = new TypedDocumentString(`
    query MyNotificationPreferences {
  notificationPreferences {
    channel
    kind
    enabled
    fixed
  }
  notificationSettings {
    locale
    digest
  }
}
    `) as unknown as TypedDocumentString<MyNotificationPreferencesQuery, MyNotificationPreferencesQueryVariables>;
export const SetNotificationPreferenceDocument = new TypedDocumentString(`
    mutation SetNotificationPreference($channel: NotificationChannel!, $kind: String, $enabled: Boolean!) {
  setNotificationPreference(channel: $channel, kind: $kind, enabled: $enabled)
}
    `) as unknown as TypedDocumentString<SetNotificationPreferenceMutation, SetNotificationPreferenceMutationVariables>;
export const SetNotificationSettingsDocument = new TypedDocumentString(`
    mutation SetNotificationSettings($input: NotificationSettingsInput!) {
  setNotificationSettings(input: $input) {
    locale
    digest
  }
}
    `) as unknown as TypedDocumentString<SetNotificationSettingsMutation, SetNotificationSettingsMutationVariables>;
export const RegisterPushDocument = new TypedDocumentString(`
    mutation RegisterPush($input: PushTargetInput!) {
  registerPush(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<RegisterPushMutation, RegisterPushMutationVariables>;
export const FailedNotificationsDocument = new TypedDocumentString(`
    query FailedNotifications {
  failedNotifications {
    nodes {
      id
      kind
      deliveries {
        channel
        status
        error
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FailedNotificationsQuery, FailedNotificationsQueryVariables>;
export const RetryNotificationDocument = new TypedDocumentString(`
    mutation RetryNotification($id: ID!) {
  retryNotification(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<RetryNotificationMutation, RetryNotificationMutationVariables>;
export const PreviewNotificationDocument = new TypedDocumentString(`
    query PreviewNotification($kind: String!, $locale: String!) {
  notificationPreview(kind: $kind, locale: $locale) {
    title
    text
    html
  }
}
    `) as unknown as TypedDocumentString<PreviewNotificationQuery, PreviewNotificationQueryVariables>;
export const NotificationReceivedDocument = new TypedDocumentString(`
    subscription NotificationReceived {
  notificationReceived {
    id
    kind
    title
  }
}
    `) as unknown as TypedDocumentString<NotificationReceivedSubscription, NotificationReceivedSubscriptionVariables>;
export const AddPhoneDocument = new TypedDocumentString(`
    mutation AddPhone($number: String!) {
  addPhone(number: $number) {
    id
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<AddPhoneMutation, AddPhoneMutationVariables>;
export const VerifyPhoneDocument = new TypedDocumentString(`
    mutation VerifyPhone($id: ID!, $code: String!) {
  verifyPhone(id: $id, code: $code) {
    id
    number
  }
}
    `) as unknown as TypedDocumentString<VerifyPhoneMutation, VerifyPhoneMutationVariables>;
export const RemovePhoneDocument = new TypedDocumentString(`
    mutation RemovePhone($id: ID!) {
  removePhone(id: $id)
}
    `) as unknown as TypedDocumentString<RemovePhoneMutation, RemovePhoneMutationVariables>;
export const MyPhonesDocument = new TypedDocumentString(`
    query MyPhones {
  me {
    id
    phones {
      id
      number
    }
  }
}
    `) as unknown as TypedDocumentString<MyPhonesQuery, MyPhonesQueryVariables>;
export const OrderStatusDocument = new TypedDocumentString(`
    query OrderStatus($id: ID!) {
  order(id: $id) {
    status
  }
}
    `) as unknown as TypedDocumentString<OrderStatusQuery, OrderStatusQueryVariables>;
export const SeeOrderDocument = new TypedDocumentString(`
    query SeeOrder($id: ID!) {
  order(id: $id) {
    id
    status
    provisional
    confirmedAt
    cancelledAt
    cancelReason
    payment {
      id
      status
      failureCode
      failureMessage
      refunded {
        amountMinor
      }
      refunds {
        id
        status
        amount {
          amountMinor
        }
      }
    }
    items {
      id
      name
    }
    shipments {
      id
      status
      provisional
      items {
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SeeOrderQuery, SeeOrderQueryVariables>;
export const FollowOrderDocument = new TypedDocumentString(`
    subscription FollowOrder($id: ID!) {
  orderStatusChanged(orderId: $id) {
    from
    to
    version
    order {
      id
      number
    }
  }
}
    `) as unknown as TypedDocumentString<FollowOrderSubscription, FollowOrderSubscriptionVariables>;
export const FollowDeliveriesDocument = new TypedDocumentString(`
    subscription FollowDeliveries($id: ID!) {
  deliveryStatusChanged(orderId: $id) {
    id
    status
    version
    provisional
    seller {
      displayName
    }
    items {
      name
      quantity
    }
  }
}
    `) as unknown as TypedDocumentString<FollowDeliveriesSubscription, FollowDeliveriesSubscriptionVariables>;
export const CancelOrderDocument = new TypedDocumentString(`
    mutation CancelOrder($id: ID!, $reason: String) {
  cancelOrder(id: $id, reason: $reason) {
    id
    status
    cancelReason
    payment {
      status
    }
  }
}
    `) as unknown as TypedDocumentString<CancelOrderMutation, CancelOrderMutationVariables>;
export const OrderChargesDocument = new TypedDocumentString(`
    query OrderCharges($id: ID!) {
  order(id: $id) {
    subtotal {
      amountMinor
    }
    discountTotal {
      amountMinor
    }
    shippingTotal {
      amountMinor
    }
    taxTotal {
      amountMinor
    }
    total {
      amountMinor
    }
    shipping {
      id
      methodName
      price {
        amountMinor
      }
      taxTotal {
        amountMinor
      }
      total {
        amountMinor
      }
    }
    coupons {
      code
      discount {
        amountMinor
      }
    }
    items {
      id
      name
      discountTotal {
        amountMinor
      }
      taxTotal {
        amountMinor
      }
      taxRate
      taxIncluded
      total {
        amountMinor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OrderChargesQuery, OrderChargesQueryVariables>;
export const VerifyPaymentDocument = new TypedDocumentString(`
    mutation VerifyPayment($id: ID!) {
  verifyPayment(input: {paymentId: $id}) {
    id
    status
  }
}
    `) as unknown as TypedDocumentString<VerifyPaymentMutation, VerifyPaymentMutationVariables>;
export const RefundPaymentDocument = new TypedDocumentString(`
    mutation RefundPayment($input: RefundPaymentInput!) {
  refundPayment(input: $input) {
    id
    status
    reason
    amount {
      amountMinor
      currency
    }
  }
}
    `) as unknown as TypedDocumentString<RefundPaymentMutation, RefundPaymentMutationVariables>;
export const PaymentDisputesDocument = new TypedDocumentString(`
    query PaymentDisputes($id: ID!) {
  payment(id: $id) {
    status
    disputed
    disputes {
      id
      status
      reason
      amount {
        amountMinor
        currency
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PaymentDisputesQuery, PaymentDisputesQueryVariables>;
export const ReturnsOfDocument = new TypedDocumentString(`
    query ReturnsOf($id: ID!) {
  seller(id: $id) {
    returns {
      nodes {
        id
        status
        reason
        restocked
        items {
          name
          quantity
          orderItem {
            id
          }
        }
        shipment {
          orderNumber
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ReturnsOfQuery, ReturnsOfQueryVariables>;
export const RequestReturnDocument = new TypedDocumentString(`
    mutation RequestReturn($input: RequestReturnInput!) {
  requestReturn(input: $input) {
    id
    status
  }
}
    `) as unknown as TypedDocumentString<RequestReturnMutation, RequestReturnMutationVariables>;
export const ApproveReturnDocument = new TypedDocumentString(`
    mutation ApproveReturn($id: ID!) {
  approveReturn(id: $id) {
    status
  }
}
    `) as unknown as TypedDocumentString<ApproveReturnMutation, ApproveReturnMutationVariables>;
export const SendReturnDocument = new TypedDocumentString(`
    mutation SendReturn($id: ID!, $input: SendReturnInput!) {
  sendReturn(id: $id, input: $input) {
    status
    carrier
    trackingNumber
  }
}
    `) as unknown as TypedDocumentString<SendReturnMutation, SendReturnMutationVariables>;
export const ReceiveReturnDocument = new TypedDocumentString(`
    mutation ReceiveReturn($id: ID!, $restock: Boolean!) {
  receiveReturn(id: $id, restock: $restock) {
    status
    restocked
    receivedAt
  }
}
    `) as unknown as TypedDocumentString<ReceiveReturnMutation, ReceiveReturnMutationVariables>;
export const ReviewProductDocument = new TypedDocumentString(`
    mutation ReviewProduct($input: ReviewProductInput!) {
  reviewProduct(input: $input) {
    id
    status
    rating
    verifiedPurchase
    author {
      firstName
    }
  }
}
    `) as unknown as TypedDocumentString<ReviewProductMutation, ReviewProductMutationVariables>;
export const UpdateReviewDocument = new TypedDocumentString(`
    mutation UpdateReview($id: ID!, $input: UpdateReviewInput!) {
  updateReview(id: $id, input: $input) {
    id
    status
    rating
  }
}
    `) as unknown as TypedDocumentString<UpdateReviewMutation, UpdateReviewMutationVariables>;
export const ReplyToReviewDocument = new TypedDocumentString(`
    mutation ReplyToReview($id: ID!, $body: String!) {
  replyToReview(id: $id, body: $body) {
    id
    reply
  }
}
    `) as unknown as TypedDocumentString<ReplyToReviewMutation, ReplyToReviewMutationVariables>;
export const ReportReviewDocument = new TypedDocumentString(`
    mutation ReportReview($id: ID!, $reason: String!) {
  reportReview(id: $id, reason: $reason)
}
    `) as unknown as TypedDocumentString<ReportReviewMutation, ReportReviewMutationVariables>;
export const ModerateReviewDocument = new TypedDocumentString(`
    mutation ModerateReview($id: ID!, $input: ModerateReviewInput!) {
  moderateReview(id: $id, input: $input) {
    id
    status
  }
}
    `) as unknown as TypedDocumentString<ModerateReviewMutation, ModerateReviewMutationVariables>;
export const ReviewsToModerateDocument = new TypedDocumentString(`
    query ReviewsToModerate {
  reviewsToModerate(first: 100) {
    nodes {
      id
      product {
        name
      }
      reports {
        reason
        reporter {
          email
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ReviewsToModerateQuery, ReviewsToModerateQueryVariables>;
export const ReviewsOfSellerDocument = new TypedDocumentString(`
    query ReviewsOfSeller($sellerId: ID!) {
  products(filter: {sellerId: $sellerId}) {
    nodes {
      id
      name
      rating {
        average
        count
      }
      reviews(first: 5) {
        totalCount
        nodes {
          id
          rating
          title
          body
          verifiedPurchase
          reply
          author {
            firstName
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ReviewsOfSellerQuery, ReviewsOfSellerQueryVariables>;
export const MyReviewsDocument = new TypedDocumentString(`
    query MyReviews {
  me {
    reviews {
      nodes {
        id
        status
        moderationReason
        product {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MyReviewsQuery, MyReviewsQueryVariables>;
export const ListProductDocument = new TypedDocumentString(`
    mutation ListProduct($input: CreateProductInput!) {
  createProduct(input: $input) {
    id
    variants {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<ListProductMutation, ListProductMutationVariables>;
export const SetStockDocument = new TypedDocumentString(`
    mutation SetStock($id: ID!, $total: Int!) {
  setStock(variantId: $id, total: $total) {
    total
  }
}
    `) as unknown as TypedDocumentString<SetStockMutation, SetStockMutationVariables>;
export const ShopStockDocument = new TypedDocumentString(`
    query ShopStock($id: ID!) {
  product(id: $id) {
    variants {
      stock {
        total
        available
        reserved
        allocated
        sold
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ShopStockQuery, ShopStockQueryVariables>;
export const ParcelsToSendDocument = new TypedDocumentString(`
    query ParcelsToSend($id: ID!) {
  seller(id: $id) {
    shipments(status: PENDING, provisional: false) {
      nodes {
        id
        orderNumber
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ParcelsToSendQuery, ParcelsToSendQueryVariables>;
export const TakeInHandDocument = new TypedDocumentString(`
    mutation TakeInHand($id: ID!) {
  processShipment(id: $id) {
    status
  }
}
    `) as unknown as TypedDocumentString<TakeInHandMutation, TakeInHandMutationVariables>;
export const ShipDocument = new TypedDocumentString(`
    mutation Ship($id: ID!, $input: ShipShipmentInput!) {
  shipShipment(id: $id, input: $input) {
    status
    shippedAt
  }
}
    `) as unknown as TypedDocumentString<ShipMutation, ShipMutationVariables>;
export const ShopBalanceDocument = new TypedDocumentString(`
    query ShopBalance($id: ID!) {
  seller(id: $id) {
    balance {
      amountMinor
    }
  }
}
    `) as unknown as TypedDocumentString<ShopBalanceQuery, ShopBalanceQueryVariables>;
export const CancelShipmentDocument = new TypedDocumentString(`
    mutation CancelShipment($id: ID!) {
  cancelShipment(id: $id) {
    id
    status
  }
}
    `) as unknown as TypedDocumentString<CancelShipmentMutation, CancelShipmentMutationVariables>;
export const StartPayoutOnboardingDocument = new TypedDocumentString(`
    mutation StartPayoutOnboarding {
  startPayoutOnboarding {
    url
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<StartPayoutOnboardingMutation, StartPayoutOnboardingMutationVariables>;
export const PayoutsOfDocument = new TypedDocumentString(`
    query PayoutsOf($id: ID!) {
  seller(id: $id) {
    payoutsEnabled
    balance {
      amountMinor
    }
    availableForPayout {
      amountMinor
    }
    payouts {
      nodes {
        id
        status
        amount {
          amountMinor
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PayoutsOfQuery, PayoutsOfQueryVariables>;
export const RequestPayoutDocument = new TypedDocumentString(`
    mutation RequestPayout($amount: MoneyInput!, $key: String!) {
  requestPayout(amount: $amount, idempotencyKey: $key) {
    id
    status
    failureCode
    amount {
      amountMinor
    }
  }
}
    `) as unknown as TypedDocumentString<RequestPayoutMutation, RequestPayoutMutationVariables>;
export const SetCommissionRateDocument = new TypedDocumentString(`
    mutation SetCommissionRate($input: CommissionRateInput!) {
  setCommissionRate(input: $input) {
    id
    sellerId
    categoryId
    basisPoints
  }
}
    `) as unknown as TypedDocumentString<SetCommissionRateMutation, SetCommissionRateMutationVariables>;
export const RemoveCommissionRateDocument = new TypedDocumentString(`
    mutation RemoveCommissionRate($id: ID!) {
  removeCommissionRate(id: $id)
}
    `) as unknown as TypedDocumentString<RemoveCommissionRateMutation, RemoveCommissionRateMutationVariables>;
export const CommissionRatesDocument = new TypedDocumentString(`
    query CommissionRates {
  commissionRates {
    id
    sellerId
    categoryId
    basisPoints
  }
}
    `) as unknown as TypedDocumentString<CommissionRatesQuery, CommissionRatesQueryVariables>;
export const CreateShippingMethodDocument = new TypedDocumentString(`
    mutation CreateShippingMethod($input: ShippingMethodInput!) {
  createShippingMethod(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<CreateShippingMethodMutation, CreateShippingMethodMutationVariables>;
export const UpdateShippingMethodDocument = new TypedDocumentString(`
    mutation UpdateShippingMethod($id: ID!, $input: ShippingMethodInput!) {
  updateShippingMethod(id: $id, input: $input) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<UpdateShippingMethodMutation, UpdateShippingMethodMutationVariables>;
export const RemoveShippingMethodDocument = new TypedDocumentString(`
    mutation RemoveShippingMethod($id: ID!) {
  removeShippingMethod(id: $id)
}
    `) as unknown as TypedDocumentString<RemoveShippingMethodMutation, RemoveShippingMethodMutationVariables>;
export const ShippingMethodsDocument = new TypedDocumentString(`
    query ShippingMethods($id: ID!) {
  seller(id: $id) {
    shippingMethods {
      id
      name
      destinations
      price {
        amountMinor
        currency
      }
      perItem {
        amountMinor
      }
      freeFrom {
        amountMinor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ShippingMethodsQuery, ShippingMethodsQueryVariables>;
export const SetTaxRateDocument = new TypedDocumentString(`
    mutation SetTaxRate($input: TaxRateInput!) {
  setTaxRate(input: $input) {
    id
    country
    region
    percentage
    included
  }
}
    `) as unknown as TypedDocumentString<SetTaxRateMutation, SetTaxRateMutationVariables>;
export const RemoveTaxRateDocument = new TypedDocumentString(`
    mutation RemoveTaxRate($id: ID!) {
  removeTaxRate(id: $id)
}
    `) as unknown as TypedDocumentString<RemoveTaxRateMutation, RemoveTaxRateMutationVariables>;
export const CreateCouponDocument = new TypedDocumentString(`
    mutation CreateCoupon($input: CouponInput!) {
  createCoupon(input: $input) {
    id
    code
  }
}
    `) as unknown as TypedDocumentString<CreateCouponMutation, CreateCouponMutationVariables>;
export const EndCouponDocument = new TypedDocumentString(`
    mutation EndCoupon($id: ID!) {
  endCoupon(id: $id) {
    id
    endsAt
  }
}
    `) as unknown as TypedDocumentString<EndCouponMutation, EndCouponMutationVariables>;
export const CouponsDocument = new TypedDocumentString(`
    query Coupons {
  coupons {
    nodes {
      code
      uses
    }
  }
}
    `) as unknown as TypedDocumentString<CouponsQuery, CouponsQueryVariables>;
export const StatementOfDocument = new TypedDocumentString(`
    query StatementOf($id: ID!, $after: String, $first: Int) {
  seller(id: $id) {
    statement {
      openingBalance {
        amountMinor
      }
      closingBalance {
        amountMinor
      }
      credits {
        amountMinor
      }
      debits {
        amountMinor
      }
      lines(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          kind
          reference
          orderNumber
          amount {
            amountMinor
          }
          balance {
            amountMinor
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StatementOfQuery, StatementOfQueryVariables>;
export const AccountStatementDocument = new TypedDocumentString(`
    query AccountStatement($code: String!) {
  ledgerAccounts(code: $code) {
    nodes {
      code
      balance {
        amountMinor
      }
      statement {
        openingBalance {
          amountMinor
        }
        closingBalance {
          amountMinor
        }
        credits {
          amountMinor
        }
        debits {
          amountMinor
        }
        lines {
          nodes {
            kind
            orderNumber
            balance {
              amountMinor
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AccountStatementQuery, AccountStatementQueryVariables>;
export const ImportProductsDocument = new TypedDocumentString(`
    mutation ImportProducts($fileId: ID!) {
  importProducts(fileId: $fileId) {
    id
  }
}
    `) as unknown as TypedDocumentString<ImportProductsMutation, ImportProductsMutationVariables>;
export const ExportProductsDocument = new TypedDocumentString(`
    mutation ExportProducts($format: TableFormat!) {
  exportProducts(format: $format) {
    id
  }
}
    `) as unknown as TypedDocumentString<ExportProductsMutation, ExportProductsMutationVariables>;
export const SeeProductImportDocument = new TypedDocumentString(`
    query SeeProductImport($id: ID!) {
  productImport(id: $id) {
    status
    total
    done
    created
    updated
    failed
    errors(first: 10) {
      nodes {
        line
        sku
        code
        field
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SeeProductImportQuery, SeeProductImportQueryVariables>;
export const SeeProductExportDocument = new TypedDocumentString(`
    query SeeProductExport($id: ID!) {
  productExport(id: $id) {
    status
    total
    download {
      url
      expiresAt
    }
  }
}
    `) as unknown as TypedDocumentString<SeeProductExportQuery, SeeProductExportQueryVariables>;
export const FollowProductImportDocument = new TypedDocumentString(`
    subscription FollowProductImport($id: ID!) {
  productImportProgressed(id: $id) {
    status
    total
    done
    failed
  }
}
    `) as unknown as TypedDocumentString<FollowProductImportSubscription, FollowProductImportSubscriptionVariables>;