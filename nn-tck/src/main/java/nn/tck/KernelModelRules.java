package nn.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import nn.api.DType;
import nn.tck.ModelCalls.Way;
import nn.tck.model.Data;
import nn.tck.model.ExtentClass;
import nn.tck.model.KernelForm;
import nn.tck.model.KernelModel;
import nn.tck.model.KernelModels;
import nn.tck.model.Plan;
import nn.tck.reference.Form;
import nn.tck.reference.Generator;
import org.junit.jupiter.api.Test;

/** Chapter 18xx: every kernel over the coverage model. */
@Title("18xx kernels over the coverage model")
abstract class KernelModelRules extends TrainingRules {

  private static final int MOST_LENGTHS = 1_024;

  /** Lengths in one case. */
  private static final int CHUNK = 32;

  /** For the suites. */
  KernelModelRules() {}

  /** Runs all that is planned for a kernel. */
  private void overTheModel(String kernel) {
    withEachSeed(() -> drawn(kernel));
  }

  private void drawn(String kernel) {
    Map<DType, List<Planned>> plans = new EnumMap<>(DType.class);
    counted().forEach(dtype -> plans.put(dtype, planned(kernel, dtype)));
    eachFromTheSeed(f -> run(f, kernel, plans.getOrDefault(f.dtype, List.of())));
  }

  private List<Planned> planned(String kernel, DType dtype) {
    int[] threads = threadsFromTheSeed(dtype);
    List<Planned> plans = new ArrayList<>();
    for (KernelModel model : KernelModels.of(kernel)) {
      Generator random = new Generator(0);
      random.restart(seed(), rule(), dtype.bytes(), plans.size());
      Plan plan = new Plan(model, provider().tier(dtype), threads.length, level().limits, random);
      plans.add(new Planned(plan, run().coverage().of(dtype, plan, seed(), threads)));
    }
    return plans;
  }

  private void run(Fixture f, String kernel, List<Planned> plans) {
    int[] threads = threadsFromTheSeed(f.dtype);
    for (Planned each : plans) {
      each.run(f, threads, isFresh() ? 8 : 1);
    }
    if (!isFresh()) {
      everyLength(f, kernel);
      if (level().isStandard()) {
        everyKindOfMany(f, plans);
        squares(f, kernel);
      }
    }
  }

  /**
   * Every length of each extent up to some hundred or thousand, the others small: in blocks of
   * whatever size all rests occur.
   */
  private void everyLength(Fixture f, String kernel) {
    ModelCalls model = new ModelCalls(f);
    int most = level().isStandard() ? MOST_LENGTHS : MOST_LENGTHS / 16;
    int number = 0;
    for (Way way : model.ways(kernel).stream().filter(KernelModelRules::isMet).toList()) {
      for (int at = 0; at < way.model().extents().size(); at++) {
        for (int from = 1; from <= most; from += CHUNK) {
          if (f.isMine(number++) && f.next()) {
            for (int length = from; length < from + CHUNK; length++) {
              int[] extents = new int[way.model().extents().size()];
              Arrays.setAll(extents, any -> f.random.between(1, 3));
              extents[at] = length;
              BoundCall call = model.draw(f.workspace(), way, extents, Data.UNIFORM);
              call.run();
              call.check(", of every length");
            }
          }
        }
      }
    }
  }

  /**
   * Every form with every kind of data along one extent of some ten thousand: what both meet in the
   * array is mostly small.
   */
  private void everyKindOfMany(Fixture f, List<Planned> plans) {
    ModelCalls model = new ModelCalls(f);
    int number = 0;
    for (Planned each : plans) {
      KernelModel kernel = each.plan.model();
      for (KernelForm form : kernel.forms(f.tier)) {
        for (Data data : each.plan.data()) {
          if (f.isMine(number++) && f.next()) {
            BoundCall call = model.drawMany(new Way(kernel, form), data);
            call.run();
            call.check(", of every kind");
          }
        }
      }
    }
  }

  /**
   * As many units as records, some hundred and a thousand; what the array has is mostly smaller.
   */
  private void squares(Fixture f, String kernel) {
    ModelCalls model = new ModelCalls(f);
    int number = 0;
    for (Way way : model.ways(kernel).stream().filter(KernelModelRules::isMet).toList()) {
      for (int[] sides : new int[][] {{258, 1_024}, {1_025, 1_448}}) {
        if (way.model().extents().size() == 2 && f.isMine(number++) && f.next()) {
          int side = ExtentClass.logUniform(sides[0], sides[1], f.random);
          BoundCall call = model.draw(f.workspace(), way, new int[] {side, side}, Data.UNIFORM);
          call.run();
          call.check(", of a square");
        }
      }
    }
  }

  /** The first form of each model; of products the model itself meets triples of extents. */
  private static boolean isMet(Way way) {
    return !way.model().kernel().startsWith("matmul")
        && way.form().equals(way.model().forms().get(0));
  }

  /** A plan with its calls, and which of them have run. */
  private static final class Planned {
    final Plan plan;
    final List<Plan.Planned> calls;
    final Coverage.Tried tried;

    Planned(Plan plan, Coverage.Tried tried) {
      this.plan = plan;
      this.tried = tried;
      calls = plan.calls();
    }

    /** Runs the calls of a number of threads, or one of so many. */
    void run(Fixture f, int[] threads, int every) {
      for (int number = 0; number < calls.size(); number++) {
        Plan.Planned call = calls.get(number);
        if (threads[call.threads()] != f.threads()) {
          continue;
        }
        if (number % every > 0) {
          f.skip();
        } else if (f.next()) {
          new KernelTrial(f, plan, call).run();
          tried.note(call);
        }
      }
    }
  }

  @Test
  @Rule(1801)
  void spec1801_write() {
    overTheModel("write");
  }

  @Test
  @Rule(1802)
  void spec1802_read() {
    overTheModel("read");
  }

  @Test
  @Rule(1803)
  void spec1803_matmul() {
    overTheModel("matmul");
  }

  @Test
  @Rule(1804)
  void spec1804_matmulTransA() {
    overTheModel("matmulTransA");
  }

  @Test
  @Rule(1805)
  void spec1805_matmulTransB() {
    overTheModel("matmulTransB");
  }

  @Test
  @Rule(1806)
  void spec1806_dense() {
    overTheModel("dense");
  }

  @Test
  @Rule(1807)
  void spec1807_denseInputGradient() {
    overTheModel("denseInputGradient");
  }

  @Test
  @Rule(1808)
  void spec1808_denseParameterGradients() {
    overTheModel("denseParameterGradients");
  }

  @Test
  @Rule(1809)
  void spec1809_apply() {
    overTheModel("apply");
  }

  @Test
  @Rule(1810)
  void spec1810_fill() {
    overTheModel("fill");
  }

  @Test
  @Rule(1811)
  void spec1811_copy() {
    overTheModel("copy");
  }

  @Test
  @Rule(1812)
  void spec1812_divideBy() {
    overTheModel("divideBy");
  }

  @Test
  @Rule(1813)
  void spec1813_combine() {
    overTheModel("combine");
  }

  @Test
  @Rule(1814)
  void spec1814_sumOverRecords() {
    overTheModel("sumOverRecords");
  }

  @Test
  @Rule(1815)
  void spec1815_sumOverUnits() {
    overTheModel("sumOverUnits");
  }

  @Test
  @Rule(1816)
  void spec1816_maxOverUnits() {
    overTheModel("maxOverUnits");
  }

  @Test
  @Rule(1817)
  void spec1817_softmax() {
    overTheModel("softmax");
  }

  @Test
  @Rule(1818)
  void spec1818_softmaxGradient() {
    overTheModel("softmaxGradient");
  }

  @Test
  @Rule(1819)
  void spec1819_gather() {
    overTheModel("gather");
  }

  @Test
  @Rule(1820)
  void spec1820_scatterAdd() {
    overTheModel("scatterAdd");
  }

  @Test
  @Rule(1821)
  void spec1821_gatherRecords() {
    overTheModel("gatherRecords");
  }

  @Test
  @Rule(1822)
  void spec1822_scatterAddRecords() {
    overTheModel("scatterAddRecords");
  }

  @Test
  @Rule(1823)
  void spec1823_reshape() {
    overTheModel("reshape");
  }

  @Test
  @Rule(1824)
  void spec1824_productsBeyondTheModelsLimits() {
    each(
        f -> {
          LargeProducts products = new LargeProducts(f);
          for (int round = 0; round < level().largeProducts; round++) {
            for (Form form : Form.values()) {
              if (f.next()) {
                products.integers(form);
              }
              if (level().isStandard() && round == 0 && f.next()) {
                products.integersOfOneTensor(form);
              }
              if (level().isStandard() && f.next()) {
                products.samples(form);
              }
            }
          }
        });
  }
}
