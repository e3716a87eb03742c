package nn.tck.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import nn.api.Backend;
import nn.api.CombineOperation;
import nn.api.ElementwiseFunction;
import nn.api.Tensor;
import nn.api.Tier;
import nn.tck.reference.Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nn-api has is in the model. */
class KernelModelsTest {

  /** A kernel is a method that takes tensors. */
  private static boolean isKernel(Method method) {
    return Arrays.stream(method.getParameterTypes())
            .anyMatch(type -> type == Tensor.class || type == Tensor[].class)
        && !method.getName().equals("requireOwn"); // a check, which chapter 6xx judges
  }

  @Test
  void everyKernelOfTheInterfaceIsInTheModel() {
    Set<String> kernels =
        Arrays.stream(Backend.class.getMethods())
            .filter(KernelModelsTest::isKernel)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> modelled =
        KernelModels.all().stream()
            .map(KernelModel::kernel)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(kernels, modelled);
  }

  private static Set<String> forms(String kernel) {
    return KernelModels.of(kernel).stream()
        .flatMap(model -> model.forms().stream())
        .map(KernelForm::name)
        .collect(Collectors.toSet());
  }

  @Test
  void everyNamedFunctionIsApplied() {
    for (ElementwiseFunction function : ElementwiseFunction.values()) {
      assertTrue(forms("apply").contains("apply " + function), function::toString);
      if (function.scalars() == 0 && function.inputs() == 1) {
        assertTrue(forms("dense").contains("dense with " + function), function::toString);
      }
      if (function.scalars() == 0 && function.inputs() == 2) {
        assertTrue(
            forms("denseInputGradient").contains("denseInputGradient with " + function),
            function::toString);
      }
    }
  }

  @Test
  void everyOperationIsCombined() {
    for (CombineOperation operation : CombineOperation.values()) {
      assertEquals(
          9,
          forms("combine").stream()
              .filter(form -> form.contains(operation.name().toLowerCase(java.util.Locale.ROOT)))
              .count());
    }
  }

  @Test
  void formsHaveNamesOfTheirOwn() {
    for (KernelModel model : KernelModels.all()) {
      assertEquals(
          model.forms().size(),
          model.forms().stream().map(KernelForm::name).distinct().count(),
          model.kernel());
    }
  }

  /** Counted from the rows, not taken from how the array is made. */
  @ParameterizedTest
  @EnumSource(Tier.class)
  void plansCoverEveryCombinationWithinTheLimits(Tier tier) {
    for (KernelModel model : KernelModels.all()) {
      Plan plan = new Plan(model, tier, 5, Plan.Limits.ALL, new Generator(3));
      assertEquals(
          plan.array().combinations(), plan.array().covered(plan.array().rows()), model.kernel());
      Generator random = new Generator(4);
      for (Plan.Planned call : plan.calls()) {
        int[] extents = plan.extents(call, random);
        assertTrue(call.form().elements(extents) <= Plan.Limits.ALL.elements());
        assertTrue(model.multiplications(extents) <= Plan.Limits.ALL.multiplications());
        if (model.kernel().startsWith("matmul")) { // [m, k], [k, n] and [m, n] have (mnk)² in all
          double all = 1;
          for (Operand operand : call.form().operands().of(extents)) {
            all *= operand.shape().size();
          }
          assertEquals(Math.sqrt(all), (double) model.multiplications(extents), 0.5);
        }
      }
    }
  }
}
