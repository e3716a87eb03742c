package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PeerScoresTest {
  private static final Peer NUMPY = peer("NumPy", false);
  private static final Peer TORCH = peer("PyTorch", false);
  private static final Peer NN = peer("nn, naive, 1 thread", true);

  private static Peer peer(String name, boolean ours) {
    return new Peer(name, ours, List.of("no-such-program"), Map.of(), List.of(), "");
  }

  private static void add(PeerScores scores, Peer peer, String quantity, double... rates) {
    for (double rate : rates) {
      scores.add(peer, quantity, new SliceProcess.Slice(rate, 0.5));
    }
  }

  @Test
  void ratesAreComparedWithTheBestPeer() {
    PeerScores scores = new PeerScores(PeerWork.MOONS);
    add(scores, NUMPY, "", 200, 250, 300);
    scores.judge(NUMPY, OptionalDouble.of(0.87));
    add(scores, TORCH, "", 400);
    scores.judge(TORCH, OptionalDouble.of(0.5));
    add(scores, NN, "", 500, 520, 510);
    scores.judge(NN, OptionalDouble.of(0.9));
    assertEquals(
        """
        | | median | spread | speed of the best peer's | accuracy |
        | --- | --- | --- | --- | --- |
        | NumPy | 250 | 40% | 1.00 | 0.87 |
        | PyTorch | failed: accuracy 0.5 | | | |
        | nn, naive, 1 thread | 510 | 4% | 2.04 | 0.9 |

        Not publishable: spread above 10% (NumPy 40%); repeat it on a quiet machine.
        """,
        scores.table());
    assertTrue(scores.failed());
  }

  @Test
  void ofTimesTheLeastIsTheBest() {
    PeerScores scores = new PeerScores(PeerWork.PREDICT);
    add(scores, NUMPY, "", 200_000); // records a second, shown in microseconds
    scores.judge(NUMPY, OptionalDouble.empty());
    add(scores, TORCH, "", 50_000);
    add(scores, NN, "", 500_000);
    assertEquals(
        """
        | | median | spread | speed of the best peer's | accuracy |
        | --- | --- | --- | --- | --- |
        | NumPy | 5.00 | 0% | 1.00 | |
        | PyTorch | 20.0 | 0% | 0.250 | |
        | nn, naive, 1 thread | 2.00 | 0% | 2.50 | |
        """,
        scores.table());
    assertFalse(scores.failed());
  }

  @Test
  void productsAreRowsBySizeAndType() {
    PeerScores scores = new PeerScores(PeerWork.PRODUCTS);
    add(scores, NUMPY, "FLOAT64 n = 64", 50);
    add(scores, NUMPY, "FLOAT32 n = 64", 100);
    add(scores, NUMPY, "FLOAT64 n = 128", 80);
    add(scores, NUMPY, "FLOAT32 n = 128", 140);
    add(scores, TORCH, "FLOAT64 n = 64", 100, 100);
    add(scores, TORCH, "FLOAT32 n = 64", 90, 60);
    add(scores, NN, "FLOAT64 n = 64", 25);
    add(scores, NN, "FLOAT32 n = 64", 150);
    add(scores, NN, "FLOAT64 n = 128", 20);
    add(scores, NN, "FLOAT32 n = 128", 70);
    assertEquals(
        """
        | | NumPy | PyTorch | nn, naive, 1 thread | nn / NumPy | nn / best peer | largest spread |
        | --- | --- | --- | --- | --- | --- | --- |
        | FLOAT64 n = 64 | 50.0 | 100 | 25.0 | 0.500 | 0.250 | 0% |
        | FLOAT64 n = 128 | 80.0 | | 20.0 | 0.250 | 0.250 | 0% |
        | FLOAT32 n = 64 | 100 | 75.0 | 150 | 1.50 | 1.50 | 40% |
        | FLOAT32 n = 128 | 140 | | 70.0 | 0.500 | 0.500 | 0% |

        Not publishable: spread above 10% (PyTorch 40%); repeat it on a quiet machine.
        """,
        scores.table());
  }

  @Test
  void aProgramThatBreaksIsARowWithItsReason() {
    PeerScores scores = new PeerScores(PeerWork.PREDICT);
    scores.fail(NUMPY, "MemoryError");
    add(scores, NN, "", 500_000);
    assertTrue(scores.table().contains("| NumPy | failed: MemoryError | | | |"), scores.table());
    assertTrue(scores.failed());
  }

  @Test
  void aSliceOfMoreThanASecondIsTold() {
    PeerScores scores = new PeerScores(PeerWork.FASHION);
    scores.add(NN, "", new SliceProcess.Slice(100, 1.0004));
    scores.add(NUMPY, "", new SliceProcess.Slice(1, 2.34));
    assertTrue(
        scores
            .table()
            .endsWith(
                "\nSlices of more than a second, as a unit of work is not cut: NumPy 2.3 s.\n"),
        scores.table());
  }

  @Test
  void whatIsNotThereIsNotInstalled() {
    Peer none = new Peer("none", false, List.of(), Map.of(), List.of("no-such-program"), "");
    assertNotEquals(0, none.probed().exitCode());
  }
}
