/** Propagation, cost and gradient descent, written against nn.api alone. */
module nn.core {
  requires transitive nn.api;
  requires static org.jspecify;

  exports nn.core;
  exports nn.core.activation;
  exports nn.core.architecture;
  exports nn.core.article;
  exports nn.core.check;
  exports nn.core.clip;
  exports nn.core.cost;
  exports nn.core.data;
  exports nn.core.diagnosis;
  exports nn.core.initialiser;
  exports nn.core.layer;
  exports nn.core.lbfgs;
  exports nn.core.metric;
  exports nn.core.optimiser;
  exports nn.core.penalty;
  exports nn.core.random;
  exports nn.core.schedule;
  exports nn.core.selection;
  exports nn.core.training;

  provides nn.api.network.PlugInProvider with
      nn.core.plugins.CorePlugIns;
}
