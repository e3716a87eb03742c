package nn.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerProbesTest {
  private static final PeerPlan PLAN =
      new PeerPlan(
          Path.of("peers"),
          "python3",
          List.of(),
          List.of(),
          List.of(),
          1,
          1,
          OptionalDouble.empty());
  private static final String REFERENCE = "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.12.1";
  private static final String OPENBLAS = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3";

  /** NumPy's probe maps this file, the others nothing. */
  private static PeerProbes numpyOn(String file) {
    return new PeerProbes(
        peer -> new JavaProcess.Ended(0, 0, peer.probe().contains("numpy") ? file : "built"));
  }

  private static List<Peer> peers(PeerWork work) {
    return work.peers(new Programs(PLAN), PLAN);
  }

  @Test
  void referenceBlasIsRefusedWithWhatIsLeft() {
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () ->
                numpyOn(REFERENCE)
                    .requireNoReferenceBlas(peers(PeerWork.MOONS), PLAN, List.of("Smile")));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(": NumPy, PyTorch of python3 with " + REFERENCE + ";"), message);
    assertTrue(
        message.endsWith(
            ", or leave them out: --work moons,fashion,predict"
                + " --without NumPy,PyTorch,Smile,scikit-learn"),
        message);
  }

  @Test
  void wherePeersWithoutItAreLeftOutTooNothingIsLeft() {
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () ->
                numpyOn(REFERENCE)
                    .requireNoReferenceBlas(
                        peers(PeerWork.PRODUCTS), PLAN, List.of("Smile", "DL4J")));
    assertTrue(
        String.valueOf(refusal.getMessage()).endsWith("; without them no other peer is left"));
  }

  @Test
  void otherBlasIsTold() {
    PeerProbes probes = numpyOn(OPENBLAS);
    assertDoesNotThrow(
        () -> probes.requireNoReferenceBlas(peers(PeerWork.PREDICT), PLAN, List.of()));
    assertEquals(Set.of(OPENBLAS), probes.blas());
  }

  @Test
  void whatCannotBeProbedCannotRun() {
    PeerProbes probes =
        new PeerProbes(
            peer ->
                new JavaProcess.Ended(
                    peer.probe().contains("torch") ? 1 : 0, 0, "no module torch"));
    List<Peer> peers = peers(PeerWork.MOONS);
    assertTrue(probes.canRun(peers.get(0)));
    assertFalse(probes.canRun(peers.get(2)));
  }
}
