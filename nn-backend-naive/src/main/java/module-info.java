/** The reference backend: plain loops, no dependency. */
@SuppressWarnings("module") // nn.backend.vector is compiled after this
module nn.backend.naive {
  requires transitive nn.api;
  requires static org.jspecify;

  exports nn.backend.naive to
      nn.backend.vector; // its plain products: docs/adr/0008

  provides nn.api.provider.BackendProvider with
      nn.backend.naive.NaiveProvider,
      nn.backend.naive.NaiveFmaProvider;
}
