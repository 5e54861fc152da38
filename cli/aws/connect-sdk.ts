import { STSClient } from '@aws-sdk/client-sts';
import type { Connect } from './connect';
import { SdkApi } from './sdk-api';
import { CommandError } from '../command-error';

/**
 * The SDK's own way to credentials and Region.
 */
export const connectSdk: Connect = async ({ region, profile, endpointUrl, timeout }) => {
  if (profile !== undefined) {
    process.env.AWS_PROFILE = profile;
  }
  const place = region ?? await defaultRegion();
  if (place === undefined) {
    throw new CommandError('no AWS Region is set: give --region, or set AWS_REGION');
  }
  if (!/^[a-z0-9-]+$/.test(place)) {
    throw new CommandError('the AWS Region is not a valid one: give one like eu-central-1');
  }
  return { api: new SdkApi({ region: place, endpoint: endpointUrl, timeout }), region: place };
};

/** The Region of the environment, or of the profile. The SDK itself knows AWS_REGION only. */
async function defaultRegion(): Promise<string | undefined> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  if (AWS_REGION || AWS_DEFAULT_REGION) {
    return AWS_REGION || AWS_DEFAULT_REGION;
  }
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}
