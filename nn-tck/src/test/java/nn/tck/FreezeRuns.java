package nn.tck;

import java.util.List;
import nn.api.Backend;
import nn.api.DType;
import nn.api.provider.BackendOptions;
import nn.api.provider.BackendProvider;
import nn.backend.naive.NaiveFmaProvider;
import nn.backend.naive.NaiveProvider;
import nn.tck.FrozenRuns.Frozen;

/**
 * Prints the file of frozen runs, computed by the naive backends; for when SPEC.md changes. With
 * names of runs, the lines of these.
 */
final class FreezeRuns {

  private FreezeRuns() {}

  public static void main(String[] args) {
    System.out.println("# run, seed, dtype, arithmetic, cost of the last epoch, SHA-256");
    for (BackendProvider provider :
        new BackendProvider[] {new NaiveProvider(), new NaiveFmaProvider()}) {
      for (DType dtype : DType.values()) {
        try (Backend backend = provider.open(new BackendOptions(dtype, 1))) {
          for (WholeRun run : WholeRun.values()) {
            if (args.length > 0 && !List.of(args).contains(run.name())) {
              continue;
            }
            for (int seed = 1; seed <= FrozenRuns.SEEDS; seed++) {
              System.out.println(
                  new Frozen(
                      run, seed, dtype, backend.tier(), run.train(backend, seed, run.epochs)));
            }
          }
        }
      }
    }
  }
}
