/** The interfaces of nn: tensors and kernels, plug-ins, and the choice of a backend. */
module nn.api {
  requires static org.jspecify;

  exports nn.api;
  exports nn.api.elementary;
  exports nn.api.heap;
  exports nn.api.network;
  exports nn.api.provider;

  uses nn.api.network.PlugInProvider;
  uses nn.api.provider.BackendProvider;
}
