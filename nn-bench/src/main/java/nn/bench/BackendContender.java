package nn.bench;

import java.util.Optional;
import nn.api.Backend;
import nn.api.Tensor;
import nn.api.Tier;
import nn.api.Workspace;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;

/** A backend of nn. */
final class BackendContender implements Contender {
  private final Backend backend;
  private final Form form;
  private final Tensor a;
  private final Tensor b;
  private final Tensor out;

  BackendContender(String name, Product product, int threads) {
    backend = Backends.open(name, new BackendOptions(product.dtype(), threads));
    form = product.form();
    Workspace workspace = backend.workspace();
    a = workspace.tensor(product.shapeOfA());
    b = workspace.tensor(product.shapeOfB());
    out = workspace.tensor(product.m(), product.n());
    backend.write(product.a(), a);
    backend.write(product.b(), b);
  }

  @Override
  public void multiply() {
    switch (form) {
      case PLAIN -> backend.matmul(a, b, out);
      case TRANS_A -> backend.matmulTransA(a, b, out);
      case TRANS_B -> backend.matmulTransB(a, b, out);
    }
  }

  @Override
  public double[] result() {
    double[] values = new double[out.shape().size()];
    backend.read(out, values);
    return values;
  }

  @Override
  public Optional<Tier> tier() {
    return Optional.of(backend.tier());
  }

  @Override
  public void close() {
    backend.close();
  }
}
