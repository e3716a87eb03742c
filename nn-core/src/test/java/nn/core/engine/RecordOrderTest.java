package nn.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;

class RecordOrderTest {

  /**
   * Every record once in an epoch; a share is consecutive, of its shard, and no larger than told.
   */
  @Test
  void everyRecordIsTakenOnce() {
    for (int records : new int[] {1, 2, 3, 7, 10, 23, 64}) {
      for (int batch : new int[] {0, 1, 2, 3, 5, 8, 64, 100}) {
        for (int shards = 1; shards <= Math.min(records, 5); shards++) {
          int width = batch == 0 ? records : Math.min(batch, records);
          if (shards <= width) {
            takesAll(new RecordOrder(records, batch, shards, 3), records, width);
          }
        }
      }
    }
  }

  private static void takesAll(RecordOrder order, int records, int width) {
    for (int epoch = 0; epoch < 3; epoch++) {
      order.begin(epoch);
      int[] taken = new int[records];
      for (int number = 0; number < order.batches(); number++) {
        int inBatch = 0;
        for (int shard = 0; shard < order.shards(); shard++) {
          int from = shard * records / order.shards();
          int to = (shard + 1) * records / order.shards();
          int count = order.count(shard, number);
          inBatch += count;
          for (int i = 0; i < count; i++) {
            int position = order.first(shard, number) + i;
            int[] indices = order.order();
            int record = indices == null ? position : indices[position];
            assertTrue(record >= from && record < to, "of its shard");
            taken[record]++;
          }
        }
        assertEquals(inBatch, order.count(number));
        assertTrue(inBatch > 0 && inBatch <= width, inBatch + " records in a batch");
      }
      for (int times : taken) {
        assertEquals(1, times);
      }
    }
  }

  @Test
  void oneShardIsShuffledByOneGenerator() {
    RecordOrder order = new RecordOrder(9, 4, 1, 12);
    RandomState random = new RandomState(12);
    int[] expected = random.permutation(9);
    order.begin(0);
    assertArrayEquals(expected, order.order());
    order.begin(1);
    random.shuffle(expected);
    assertArrayEquals(expected, order.order());
  }

  @Test
  void ofSeveralShardsEachHasAGeneratorOfItsOwnForEachEpoch() {
    RecordOrder order = new RecordOrder(10, 4, 3, 12);
    order.begin(1);
    int[] indices = Objects.requireNonNull(order.order());
    int[] starts = {0, 3, 6, 10};
    for (int shard = 0; shard < 3; shard++) {
      int from = starts[shard];
      int[] permutation = RandomState.of(12, shard, 1).permutation(starts[shard + 1] - from);
      for (int i = 0; i < permutation.length; i++) {
        assertEquals(from + permutation[i], indices[from + i]);
      }
    }
  }

  @Test
  void theFullBatchKeepsTheOrderOfTheData() {
    assertNull(new RecordOrder(10, 0, 1, 1).order());
    assertNull(new RecordOrder(10, 10, 4, 1).order());
  }

  @Test
  void moreShardsThanRecordsInABatchAreRefused() {
    assertEquals(
        "fit: a batch must have a record of each shard: 5 shards, batches of 4 records",
        assertThrows(IllegalArgumentException.class, () -> new RecordOrder(10, 4, 5, 1))
            .getMessage());
  }
}
