package nn.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nn.api.Message;
import nn.api.Workspace;
import nn.core.architecture.Architecture;
import nn.core.data.DataSet;
import nn.core.diagnosis.Finding;
import nn.core.training.End;
import nn.core.training.Fit;
import nn.core.training.Training;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what may be wrong with a trained network: at its costs, at its units and its answers on
 * samples of the records, and at one more training step, which is made elsewhere. The network is
 * not changed. Every sample takes records at equal distances, so the same are found each time.
 */
public final class Diagnosis {

  /** Training records that are looked at. */
  private static final int SAMPLE = 1024;

  /** Records that are held out. */
  private static final int HELD_OUT = 4096;

  /** Records that are propagated at once, and that the one step takes. */
  private static final int PART = 256;

  private final Architecture architecture;
  private final ParameterTensors values;
  private final Workspace workspace;
  private final DataSet train;
  private final @Nullable DataSet validation;
  private final Training training;
  private final Fit fit;

  /**
   * A diagnosis.
   *
   * @param values not modified
   * @param workspace for all tensors, which the caller closes
   * @param data as it was given to fit
   * @throws IllegalArgumentException if the result is of another training
   */
  public Diagnosis(
      Architecture architecture,
      ParameterTensors values,
      Workspace workspace,
      DataSet data,
      Training training,
      Fit fit) {
    if (!fit.state().plan().equals(training.plan())) {
      throw new IllegalArgumentException(
          Message.of(
              "diagnose: the result must be of this training: it is of %s; this is %s",
              fit.state().plan(), training.plan()));
    }
    this.architecture = architecture;
    this.values = values;
    this.workspace = workspace;
    this.training = training;
    this.fit = fit;
    Holdout holdout = Holdout.of(data, training, architecture.cost().decision());
    train = holdout.train();
    validation = holdout.validation();
  }

  /**
   * What is found, the costs first.
   *
   * @param heldOut records that did not train; null for those that validated
   */
  public List<Finding> findings(@Nullable DataSet heldOut) {
    List<Finding> findings = new ArrayList<>();
    Answers answers = new Answers(architecture.cost(), train, workspace);
    DataSet others = heldOut == null ? validation : heldOut;
    boolean trained = others == null || others.records() < Answers.LEAST;
    DataSet judged = sample(others == null || trained ? train : others, HELD_OUT);
    answers.judge(judged, outputs(judged), !trained, findings);
    CostCurves.check(fit.history(), fit.end() == End.STOPPED_EARLY, findings);
    DataSet sample = sample(train, SAMPLE);
    UnitOutputs units = new UnitOutputs(architecture, sample.records());
    propagate(sample, (part, from) -> units.add(part));
    units.check(findings);
    TrialStep.check(architecture, workspace, sample(train, PART), training, fit, findings);
    return List.copyOf(findings);
  }

  private static DataSet sample(DataSet data, int most) {
    int records = data.records();
    if (records <= most) {
      return data;
    }
    return data.select(
        IntStream.range(0, most).map(i -> (int) ((long) i * records / most)).toArray());
  }

  private double[] outputs(DataSet data) {
    double[] outputs = new double[data.records() * data.outputs()];
    propagate(data, (part, from) -> part.outputs(outputs, from));
    return outputs;
  }

  /** What is done with records that have been propagated, forward only. */
  private interface PartVisitor {
    void visit(Propagation part, int from);
  }

  private void propagate(DataSet data, PartVisitor visitor) {
    int from = 0;
    while (from < data.records()) {
      int records = Math.min(PART, data.records() - from);
      try (Workspace own = workspace.backend().workspace()) {
        Propagation part = new Propagation(architecture, values, null, own, records, 0);
        while (data.records() - from >= records) {
          part.records(data, from);
          part.forward();
          visitor.visit(part, from);
          from += records;
        }
      }
    }
  }
}
