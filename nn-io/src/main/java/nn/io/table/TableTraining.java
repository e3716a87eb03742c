package nn.io.table;

import nn.core.optimiser.AdamW;
import nn.core.schedule.Cosine;
import nn.core.training.Training;

/** How to train on tables of some hundred to some thousand records. */
public final class TableTraining {
  /** Of the weights, the order of records and what is split. */
  static final int SEED = 100;

  private static final int BATCH = 32;
  private static final int FEWEST_EPOCHS = 100;
  private static final int FEWEST_UPDATES = 2000;

  private TableTraining() {}

  /**
   * AdamW with a learning rate of 0.003 and a weight decay of 0.3, which a cosine lowers, on
   * batches of 32.
   *
   * @param records that train
   */
  public static Training usual(int records) {
    return Training.epochs(epochs(records, BATCH))
        .batch(BATCH)
        .seed(SEED)
        .optimiser(new AdamW(0.003, 0.3))
        .schedule(new Cosine(0));
  }

  /**
   * 100 epochs, or on a small table as many as make 2,000 updates.
   *
   * @param records that train
   * @param batch records of an update; 0 for all
   */
  public static int epochs(int records, int batch) {
    int updates = batch == 0 ? 1 : (records - 1) / batch + 1; // of an epoch
    return Math.max(FEWEST_EPOCHS, (FEWEST_UPDATES - 1) / updates + 1);
  }
}
