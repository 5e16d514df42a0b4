/** This process's environment without settings of the product, which would point a child process somewhere else. */
export function withoutOurSettings(): NodeJS.ProcessEnv {
  const ours =
    /^(TEMPORAL_|AZURE_|DATAVERSE_|COCONUT_|PANE_|OIDC_|POSTGRES_|TRUSTED_PROXY_HOPS$|MAPPING_FILE$|SETTLE_PERIOD$|HOST$|PORT$|WORKER_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
