import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { Entitlement } from './download/entitlement.entity.ts';
import { MediaFile } from './file/media-file.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** What was sold stays with those who bought it. A portrait is nobody’s any more, and is swept, its bytes too. */
export const mediaPersonalData = personalData(contracts, 'media', [
  holding(MediaFile, 'owner_id = $1', {
    file_name: `case purpose when 'AVATAR' then '' else file_name end`,
    unused_since: `case purpose when 'AVATAR' then '-infinity' else unused_since end`,
  }),
  holding(Entitlement, 'buyer_id = $1', 'keep'),
]);
