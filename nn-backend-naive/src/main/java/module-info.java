/** The reference backend: plain loops, no dependency. */
module nn.backend.naive {
  requires transitive nn.api;
  requires static org.jspecify;

  exports nn.backend.naive;

  provides nn.api.provider.BackendProvider with
      nn.backend.naive.NaiveProvider,
      nn.backend.naive.NaiveFmaProvider;
}
