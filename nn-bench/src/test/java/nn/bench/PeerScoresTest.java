package nn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerScoresTest {
  private static final Peer NUMPY = peer("NumPy", false);
  private static final Peer TORCH = peer("PyTorch", false);
  private static final Peer NN = peer("nn, naive, 1 thread", true);

  private static Peer peer(String name, boolean ours) {
    return new Peer(name, ours, List.of("no-such-program"), Map.of(), List.of(), "");
  }

  private static JavaProcess.Ended printed(String text) {
    return new JavaProcess.Ended(0, 1, text);
  }

  @Test
  void ratesAreComparedWithTheBestPeer() {
    PeerScores scores = new PeerScores(PeerWork.MOONS);
    for (int rate : new int[] {200, 250, 300}) {
      scores.add(NUMPY, printed(rate + " numpy " + rate + " ep/s acc=0.87"));
    }
    scores.add(TORCH, printed("torch 400 ep/s acc=0.5"));
    scores.add(NN, printed("nn 500 iterations/s acc 0.9"));
    assertEquals(
        """
        | | median | spread | speed of the best peer's | accuracy |
        | --- | --- | --- | --- | --- |
        | NumPy | 250 | 40% | 1.00 | 0.87 |
        | PyTorch | failed: accuracy 0.5 | | | |
        | nn, naive, 1 thread | 500 | 0% | 2.00 | 0.9 |
        """,
        scores.table());
    assertTrue(scores.failed());
  }

  @Test
  void ofTimesTheLeastIsTheBest() {
    PeerScores scores = new PeerScores(PeerWork.PREDICT);
    scores.add(NUMPY, printed("numpy predict 5.0 us/record"));
    scores.add(TORCH, printed("torch predict 20.0 us/record"));
    scores.add(NN, printed("nn predict 2.0 us/record"));
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
    scores.add(NUMPY, printed("64 numpy f64 50 f32 100\n128 numpy f64 80 f32 140"));
    scores.add(TORCH, printed("64 torch f64 100 f32 90"));
    scores.add(TORCH, printed("64 torch f64 100 f32 60"));
    scores.add(NN, printed("64 nn naive threads=1 f64 25 f32 150\n128 nn naive f64 20 f32 70"));
    assertEquals(
        """
        | | NumPy | PyTorch | nn, naive, 1 thread | nn / NumPy | nn / best peer | largest spread |
        | --- | --- | --- | --- | --- | --- | --- |
        | FLOAT64 n = 64 | 50.0 | 100 | 25.0 | 0.500 | 0.250 | 0% |
        | FLOAT64 n = 128 | 80.0 | | 20.0 | 0.250 | 0.250 | 0% |
        | FLOAT32 n = 64 | 100 | 75.0 | 150 | 1.50 | 1.50 | 40% |
        | FLOAT32 n = 128 | 140 | | 70.0 | 0.500 | 0.500 | 0% |
        """,
        scores.table());
  }

  @Test
  void aProgramThatBreaksIsARowWithItsLastLine() {
    PeerScores scores = new PeerScores(PeerWork.PREDICT);
    scores.add(NUMPY, new JavaProcess.Ended(1, 1, "Traceback\nMemoryError\n"));
    scores.add(NN, printed("nn predict 2.0 us/record"));
    assertTrue(scores.table().contains("| NumPy | failed: MemoryError | | | |"), scores.table());
  }

  @Test
  void whatIsNotThereIsNotInstalled() {
    assertFalse(
        new Peer("none", false, List.of(), Map.of(), List.of("no-such-program"), "").installed());
  }
}
