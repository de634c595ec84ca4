import initial from './0001-initial.ts';
import forgottenStudents from './0002-forgotten-students.ts';

export const migrations = [initial, forgottenStudents];
