package nn.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import nn.api.DType;
import nn.api.ElementwiseFunction;

/** What can be measured. */
enum Work {
  /** Products by size, shape and form. */
  PRODUCTS,
  /** An iteration of the article's run. */
  ITERATION,
  /** A mini-batch step on Fashion-MNIST. */
  STEP,
  /** An epoch of Fashion-MNIST. */
  EPOCH,
  /** Prediction of one record and of many. */
  PREDICT,
  /** Updates by optimisers. */
  UPDATES,
  /** Named functions. */
  FUNCTIONS,
  /** A dense layer's kernels beside their defaults. */
  DERIVED,
  /** From the start of a JVM to its first step. */
  START,
  /** A step by nn-core and by hand. */
  OVERHEAD,
  /** More and more threads. */
  THREADS;

  private static final int STARTS = 5;

  /**
   * The workloads that a plan asks for.
   *
   * @throws IllegalArgumentException if a shape cannot be read
   */
  List<Workload> workloads(Plan plan) {
    return switch (this) {
      case PRODUCTS -> plan.products().stream().<Workload>map(ProductWorkload::new).toList();
      case ITERATION -> each(plan.dtypes(), IterationBenchmark::workload);
      case STEP -> byOptimiser(plan, StepBenchmark::workload);
      case EPOCH -> byOptimiser(plan, EpochBenchmark::workload);
      case PREDICT -> predictions(plan);
      case UPDATES -> byOptimiser(plan, UpdateBenchmark::workload);
      case FUNCTIONS -> functions(plan);
      case DERIVED -> derived(plan);
      case START -> each(plan.dtypes(), dtype -> new StartWorkload(dtype, STARTS));
      case OVERHEAD -> overhead(plan);
      case THREADS -> sweeps(plan);
    };
  }

  private static List<Workload> each(List<DType> dtypes, Function<DType, Workload> workload) {
    return dtypes.stream().map(workload).toList();
  }

  @FunctionalInterface
  private interface Trained {
    Workload by(DType dtype, String optimiser);
  }

  private static List<Workload> byOptimiser(Plan plan, Trained trained) {
    List<Workload> workloads = new ArrayList<>();
    for (DType dtype : plan.dtypes()) {
      plan.optimisers().forEach(optimiser -> workloads.add(trained.by(dtype, optimiser)));
    }
    return workloads;
  }

  private static List<Workload> predictions(Plan plan) {
    List<Workload> workloads = new ArrayList<>();
    for (DType dtype : plan.dtypes()) {
      workloads.add(PredictBenchmark.workload(dtype, 1));
      workloads.add(PredictBenchmark.workload(dtype, 1000));
    }
    return workloads;
  }

  private static List<Workload> functions(Plan plan) {
    List<Workload> workloads = new ArrayList<>();
    for (DType dtype : plan.dtypes()) {
      Arrays.stream(ElementwiseFunction.values())
          .forEach(function -> workloads.add(FunctionBenchmark.workload(dtype, function)));
    }
    return workloads;
  }

  private static List<Workload> derived(Plan plan) {
    List<Workload> workloads = new ArrayList<>();
    for (DType dtype : plan.dtypes()) {
      for (DerivedBenchmark.Kernel kernel : DerivedBenchmark.Kernel.values()) {
        DerivedBenchmark.RECORDS.forEach(
            records -> workloads.add(DerivedBenchmark.workload(dtype, kernel, records)));
      }
    }
    return workloads;
  }

  private static List<Workload> overhead(Plan plan) {
    List<Workload> workloads = new ArrayList<>();
    for (DType dtype : plan.dtypes()) {
      for (OverheadBenchmark.Model model : OverheadBenchmark.Model.values()) {
        workloads.add(OverheadBenchmark.workload(dtype, model));
      }
    }
    return workloads;
  }

  private static List<Workload> sweeps(Plan plan) {
    int most = Runtime.getRuntime().availableProcessors();
    List<Workload> workloads = new ArrayList<>();
    for (DType dtype : plan.dtypes()) {
      workloads.add(new ProductWorkload(new Product(dtype, Form.PLAIN, 512, 512, 512)));
      workloads.add(IterationBenchmark.workload(dtype));
      workloads.add(StepBenchmark.workload(dtype, plan.optimisers().get(0)));
    }
    return workloads.stream().<Workload>map(work -> new SweepWorkload(work, most)).toList();
  }
}
