/** The fastest backend: SIMD in Java. */
module nn.backend.vector {
  requires transitive nn.api;
  requires jdk.incubator.vector;
  requires nn.backend.naive;
  requires static org.jspecify;

  exports nn.backend.vector;

  provides nn.api.provider.BackendProvider with
      nn.backend.vector.VectorProvider,
      nn.backend.vector.VectorFmaProvider;
}
