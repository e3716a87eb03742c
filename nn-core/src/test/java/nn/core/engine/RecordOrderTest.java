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
          for (int accumulate : new int[] {1, 2, 3, Integer.MAX_VALUE}) {
            if (shards <= width) {
              RecordOrder order = new RecordOrder(records, batch, accumulate, shards, 3);
              takesAll(order, records, (int) Math.min(records, (long) width * accumulate));
              takesPieces(order, width, accumulate);
            }
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

  /** A shard's part of a step is at most as many pieces as batches, each of a shard's share. */
  private static void takesPieces(RecordOrder order, int width, int accumulate) {
    for (int shard = 0; shard < order.shards(); shard++) {
      int piece = order.piece(shard);
      assertTrue(piece >= 1 && piece <= (width - 1) / order.shards() + 1, "a batch's share");
      int pieces = (order.count(shard, 0) - 1) / piece + 1;
      assertTrue(pieces <= accumulate, pieces + " pieces");
      assertTrue(order.shards() > 1 || piece == width, "with one shard a piece is a batch");
    }
  }

  /** What is accumulated is in the order of the batches that it is made of. */
  @Test
  void accumulatedBatchesAreConsecutive() {
    RecordOrder batches = new RecordOrder(23, 4, 1, 1, 12);
    RecordOrder steps = new RecordOrder(23, 4, 3, 1, 12);
    batches.begin(0);
    steps.begin(0);
    assertArrayEquals(batches.order(), steps.order());
    assertEquals(6, batches.batches());
    assertEquals(2, steps.batches());
    assertEquals(12, steps.count(0));
    assertEquals(11, steps.count(1));
    assertEquals(batches.first(0, 3), steps.first(0, 1));
    assertEquals(3, steps.accumulate());
    assertEquals(6, new RecordOrder(23, 4, 100, 1, 12).accumulate());
  }

  @Test
  void oneShardIsShuffledByOneGenerator() {
    RecordOrder order = new RecordOrder(9, 4, 1, 1, 12);
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
    RecordOrder order = new RecordOrder(10, 4, 1, 3, 12);
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
    assertNull(new RecordOrder(10, 0, 1, 1, 1).order());
    assertNull(new RecordOrder(10, 10, 1, 4, 1).order());
  }

  @Test
  void moreShardsThanRecordsInABatchAreRefused() {
    assertEquals(
        "fit: a batch must have a record of each shard: 5 shards, batches of 4 records",
        assertThrows(IllegalArgumentException.class, () -> new RecordOrder(10, 4, 1, 5, 1))
            .getMessage());
  }
}
