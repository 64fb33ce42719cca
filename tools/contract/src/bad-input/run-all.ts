import { badInputs } from '.';
import { reportOf } from './project';

// A program of its own, because Jest loads files in its own way and says other things of those that do not parse.
process.stdout.write(JSON.stringify(badInputs.map(reportOf)));
