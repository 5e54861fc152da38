import { SdkApi, defaultRegion } from './sdk-api';
import { CommandError } from '../command-error';
import type { Connect } from '../commands/context';

/**
 * The SDK's own way to credentials and Region.
 */
export const connectSdk: Connect = async (region, profile) => {
  if (profile !== undefined) {
    process.env.AWS_PROFILE = profile;
  }
  const place = region ?? await defaultRegion();
  if (place === undefined) {
    throw new CommandError('no AWS Region is set: give --region, or set AWS_REGION');
  }
  return { api: new SdkApi({ region: place }), region: place };
};
