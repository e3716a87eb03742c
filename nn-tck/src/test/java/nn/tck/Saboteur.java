package nn.tck;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import nn.api.Backend;
import nn.api.DType;
import nn.api.Tensor;
import nn.api.provider.BackendProvider;
import org.jspecify.annotations.Nullable;

/**
 * A backend with one fault.
 *
 * @param fault what is wrong with it
 * @param rule the rule whose test must fail
 * @param reach the kernels and provider methods that are wrong; tests that call none must pass
 * @param provider opens it
 */
record Saboteur(String fault, int rule, Set<String> reach, BackendProvider provider) {

  static final Set<DType> DOUBLES = Set.of(DType.FLOAT64);
  static final Set<DType> FLOATS = Set.of(DType.FLOAT32);

  /** A fault in one kernel, in FLOAT64. */
  static Saboteur in(String kernel, int rule, String fault, UnaryOperator<Backend> wrapper) {
    return in(DOUBLES, kernel, rule, fault, wrapper);
  }

  static Saboteur in(
      Set<DType> dtypes, String kernel, int rule, String fault, UnaryOperator<Backend> wrapper) {
    return new Saboteur(
        kernel + ": " + fault, rule, Set.of(kernel), new TestProvider(dtypes, wrapper));
  }

  /** A kernel that takes what it must refuse: its exception is swallowed. */
  static Saboteur accepting(
      String kernel, int rule, String what, Class<? extends RuntimeException> refusal) {
    return in(
        kernel,
        rule,
        "accepts " + what,
        backend ->
            new WrappedBackend(backend) {
              @Override
              void call(String called, @Nullable Tensor out, Runnable work) {
                try {
                  super.call(called, out, work);
                } catch (RuntimeException refused) {
                  if (!called.equals(kernel) || !refusal.isInstance(refused)) {
                    throw refused;
                  }
                }
              }
            });
  }

  /** All of them. */
  static List<Saboteur> all() {
    return List.of(
            TransferSaboteurs.all(),
            ProductSaboteurs.all(),
            DenseSaboteurs.all(),
            ElementwiseSaboteurs.all(),
            ReductionSaboteurs.all(),
            GatherSaboteurs.all(),
            RejectionSaboteurs.all(),
            ParallelSaboteurs.all(),
            ConcurrencySaboteurs.all(),
            ProviderSaboteurs.all(),
            TrainingSaboteurs.all(),
            KernelModelSaboteurs.all(),
            SequenceSaboteurs.all(),
            // last: what they hold is still being freed when the next is judged
            WorkspaceSaboteurs.all(),
            MemorySaboteurs.all())
        .stream()
        .flatMap(List::stream)
        .toList();
  }
}
