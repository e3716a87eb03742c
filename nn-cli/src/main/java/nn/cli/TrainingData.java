package nn.cli;

import java.util.List;
import nn.cli.report.Section;
import nn.core.Network;
import nn.core.data.DataSet;
import nn.core.metric.Metric;
import nn.core.training.History;
import nn.io.table.TableEncoding;
import nn.io.table.TableModel;
import nn.io.table.TablePreparation;
import nn.io.table.TableScores;
import org.jspecify.annotations.Nullable;

/** What a network is trained and judged with. */
interface TrainingData {

  /** How records become inputs, and outputs what was asked for. */
  TablePreparation preparation();

  /** How cells become numbers. */
  default TableEncoding encoding() {
    return preparation().encoding();
  }

  /** How many records train. */
  int trainRecords();

  /** The records that train, as the network sees them. */
  DataSet preparedTrain();

  /** The inputs of a record that trains, as the network sees them. */
  double[] example();

  /** The records that validate, as the network sees them; null where options say which. */
  @Nullable DataSet preparedValidation();

  /** The records that test, encoded; null if there are none. */
  @Nullable DataSet test();

  /** How well the records that trained are predicted. */
  TableScores trained(TableModel model, Network network, List<Metric> metrics);

  /** How its files were read, in a line for each; empty if there is nothing to say. */
  default String reading() {
    return "";
  }

  /** What was understood of the data, in one line. */
  String description();

  /** What is probably wrong with the data. */
  List<String> warnings();

  /** Adds pictures to the results. */
  void addPictures(
      Results results,
      TableModel model,
      History history,
      @Nullable TableScores tested,
      String unit);

  /** What a report shows of the outcomes. */
  List<Section> outcomes(TableModel model);
}
