/** Crash points are for sagas and use cases too, so they have a folder of their own. */
export { armCrashPoint, type CrashPointName, CrashPointReached, crashPoint, disarmCrashPoints, isArmed } from '../crash/index.ts';
