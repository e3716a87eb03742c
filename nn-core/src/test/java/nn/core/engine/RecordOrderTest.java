package nn.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import nn.core.training.Shares;
import nn.core.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordOrderTest {

  private static Shares shares(int batch, int shards) {
    return Training.epochs(1).batch(batch).shards(shards).seed(12).shares(10);
  }

  /**
   * What is made epoch after epoch in one array is what a shard alone makes of the epoch's number.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theArrayHasTheOrdersOfTheShards(int shards) {
    Shares shares = shares(4, shards);
    RecordOrder order = new RecordOrder(shares, 12);
    for (int epoch = 0; epoch < 4; epoch++) {
      order.begin(epoch);
      int[] indices = Objects.requireNonNull(order.order());
      for (int shard = 0; shard < shards; shard++) {
        int[] own = shares.order(shard, epoch);
        for (int i = 0; i < own.length; i++) {
          assertEquals(shares.start(shard) + own[i], indices[shares.start(shard) + i]);
        }
      }
    }
  }

  @Test
  void theFullBatchKeepsTheOrderOfTheData() {
    assertNull(new RecordOrder(shares(0, 1), 1).order());
    assertNull(new RecordOrder(shares(10, 4), 1).order());
  }
}
