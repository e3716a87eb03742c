package nn.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nn.core.random.RandomState;
import org.junit.jupiter.api.Test;

class SharesTest {

  private static Shares shares(int records, int batch, int accumulate, int shards) {
    return Training.epochs(1)
        .batch(batch)
        .accumulate(accumulate)
        .shards(shards)
        .seed(12)
        .shares(records);
  }

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
              Shares shares = shares(records, batch, accumulate, shards);
              takesAll(shares, (int) Math.min(records, (long) width * accumulate));
              takesPieces(shares, width, accumulate);
            }
          }
        }
      }
    }
  }

  private static void takesAll(Shares shares, int width) {
    int records = shares.records();
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] taken = new int[records];
      for (int step = 0; step < shares.steps(); step++) {
        int inBatch = 0;
        for (int shard = 0; shard < shares.shards(); shard++) {
          int from = shard * records / shares.shards();
          assertEquals(from, shares.start(shard));
          assertEquals((shard + 1) * records / shares.shards() - from, shares.size(shard));
          assertEquals(shard, shares.shard(from));
          assertEquals(shard, shares.shard(shares.start(shard + 1) - 1));
          assertEquals(inBatch, shares.offset(shard, step));
          int[] order = shares.order(shard, epoch);
          int count = shares.count(shard, step);
          inBatch += count;
          for (int i = 0; i < count; i++) {
            taken[from + order[shares.first(shard, step) + i]]++;
          }
        }
        assertEquals(inBatch, shares.count(step));
        assertTrue(inBatch > 0 && inBatch <= width, inBatch + " records in a batch");
      }
      for (int times : taken) {
        assertEquals(1, times);
      }
    }
  }

  /** A shard's part of a step is at most as many pieces as batches, each of a shard's share. */
  private static void takesPieces(Shares shares, int width, int accumulate) {
    for (int shard = 0; shard < shares.shards(); shard++) {
      int piece = shares.piece(shard);
      assertTrue(piece >= 1 && piece <= (width - 1) / shares.shards() + 1, "a batch's share");
      int pieces = (shares.count(shard, 0) - 1) / piece + 1;
      assertTrue(pieces <= accumulate, pieces + " pieces");
      assertTrue(shares.shards() > 1 || piece == width, "with one shard a piece is a batch");
    }
  }

  /** What is accumulated is in the order of the batches that it is made of. */
  @Test
  void accumulatedBatchesAreConsecutive() {
    Shares batches = shares(23, 4, 1, 1);
    Shares steps = shares(23, 4, 3, 1);
    assertArrayEquals(batches.order(0, 2), steps.order(0, 2));
    assertEquals(6, batches.steps());
    assertEquals(2, steps.steps());
    assertEquals(12, steps.count(0));
    assertEquals(11, steps.count(1));
    assertEquals(batches.first(0, 3), steps.first(0, 1));
    assertEquals(3, steps.accumulate());
    assertEquals(6, shares(23, 4, 100, 1).accumulate());
  }

  @Test
  void oneShardIsShuffledByOneGenerator() {
    Shares shares = shares(9, 4, 1, 1);
    RandomState random = new RandomState(12);
    int[] expected = random.permutation(9);
    assertArrayEquals(expected, shares.order(0, 0));
    random.shuffle(expected);
    assertArrayEquals(expected, shares.order(0, 1));
    random.shuffle(expected);
    assertArrayEquals(expected, shares.order(0, 2));
  }

  @Test
  void ofSeveralShardsEachHasAGeneratorOfItsOwnForEachEpoch() {
    Shares shares = shares(10, 4, 1, 3);
    for (int shard = 0; shard < 3; shard++) {
      assertArrayEquals(
          RandomState.of(12, shard, 1).permutation(shares.size(shard)), shares.order(shard, 1));
    }
  }

  @Test
  void theFullBatchKeepsTheOrderOfTheData() {
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, shares(10, 0, 1, 1).order(0, 3));
    assertArrayEquals(new int[] {0, 1, 2}, shares(10, 10, 1, 4).order(3, 1));
  }

  @Test
  void moreShardsThanRecordsInABatchAreRefused() {
    assertEquals(
        "fit: a batch must have a record of each shard: 5 shards, batches of 4 records",
        assertThrows(IllegalArgumentException.class, () -> shares(10, 4, 1, 5)).getMessage());
  }
}
