export * from './company-secrets';
export * from './company-service';
export * from './company-stack';
