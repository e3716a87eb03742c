package nn.core.selection;

import java.util.List;
import nn.api.Message;
import nn.api.network.Decision;
import nn.core.data.DataSet;

/**
 * Says the mean of what its members say. It does not change, and any number of threads may use it
 * if they may use its members.
 */
public final class BaggedModel implements Model {
  private final List<Model> members;

  /**
   * A model of its members, in their order.
   *
   * @param members which it closes
   * @throws IllegalArgumentException if there is none, or their outputs are not decided alike
   */
  public BaggedModel(List<? extends Model> members) {
    this.members = List.copyOf(members);
    List<Decision> decisions = this.members.stream().map(Model::decision).distinct().toList();
    if (decisions.size() != 1) {
      throw new IllegalArgumentException(
          Message.of(
              "bagging: there must be a member, and outputs of all must be decided alike: %d"
                  + " members, %s",
              members.size(), decisions));
    }
  }

  /** The members, in their order. */
  public List<Model> members() {
    return members;
  }

  /**
   * The mean of the members' outputs, added in the members' order.
   *
   * @throws IllegalArgumentException if members have different numbers of outputs
   */
  @Override
  public double[] predict(DataSet data) {
    double[] sums = members.get(0).predict(data).clone();
    for (Model member : members.subList(1, members.size())) {
      double[] outputs = member.predict(data);
      if (outputs.length != sums.length) {
        throw new IllegalArgumentException(
            Message.of(
                "bagging: members must have as many outputs: %d and %d for %d records",
                sums.length, outputs.length, data.records()));
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += outputs[i];
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= members.size();
    }
    return sums;
  }

  @Override
  public Decision decision() {
    return members.get(0).decision();
  }

  /** Closes the members. */
  @Override
  public void close() {
    members.forEach(Model::close);
  }
}
