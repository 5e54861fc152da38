import { execFileSync } from 'child_process';
import { runs, testsThatNeed } from './programs';

/** For tests that ask botocore. */
export function testsThatNeedBotocore() {
  return testsThatNeed('python3 with botocore (python3 -m pip install botocore)', runs('python3', '-c', 'import botocore'));
}

/** What botocore says to the parameters of an operation. */
export function botocoreErrors(service: string, operation: string, parameters: object): string {
  const script = [
    'import json, sys',
    'from botocore.session import Session',
    'from botocore.validate import ParamValidator',
    `shape = Session().get_service_model('${service}').operation_model('${operation}').input_shape`,
    'print(ParamValidator().validate(json.load(sys.stdin), shape).generate_report())',
  ].join('\n');
  return execFileSync('python3', ['-c', script], { input: JSON.stringify(parameters), encoding: 'utf8' }).trim();
}
