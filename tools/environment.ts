/** This process's environment without the product's settings, which would point a child process to other servers. */
export function withoutOurSettings(): NodeJS.ProcessEnv {
  const ours =
    /^(TEMPORAL_|AZURE_|DATAVERSE_|COCONUT_|PANE_|OIDC_|POSTGRES_|TRUSTED_PROXY_HOPS$|MAPPING_FILE$|SETTLE_PERIOD$|HOST$|PORT$|WORKER_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
