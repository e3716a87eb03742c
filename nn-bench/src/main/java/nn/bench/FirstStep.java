package nn.bench;

import java.util.Locale;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.Backends;
import nn.core.Network;

/** A program that trains the article's network for one iteration and prints the cost. */
public final class FirstStep {
  private FirstStep() {}

  /** Takes a backend's name, a number type and a number of threads. */
  public static void main(String[] arguments) {
    BackendOptions options =
        new BackendOptions(DType.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
    try (Backend backend = Backends.open(arguments[0], options);
        Network network = Article.network(backend)) {
      double cost = network.fit(Article.data(), Article.training(1)).history().cost(0);
      System.out.printf(Locale.ROOT, "cost %.17g%n", cost);
    }
  }
}
