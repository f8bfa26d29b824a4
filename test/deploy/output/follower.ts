/** A worker's reader of outputs as a process of its own, to be killed: <database url> <instance> <home>. */
import Docker from 'dockerode';
import { pino } from 'pino';
import { createDockerTarget } from '../../../activities/deploy/docker/target.js';
import { followOutputs } from '../../../activities/deploy/output/follow-outputs.js';
import { noFailpoint } from '../../../activities/failpoint.js';
import { openDatabase } from '../../../db/client.js';

const [url = '', instance = '', home = ''] = process.argv.slice(2);
const target = createDockerTarget({ docker: new Docker(), instance, home });
followOutputs({ db: openDatabase(url), target, failpoint: noFailpoint, log: pino({ level: 'silent' }) }, 100);
process.stdout.write('follows\n');
