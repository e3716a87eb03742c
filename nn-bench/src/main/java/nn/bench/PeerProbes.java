package nn.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs tell before they are measured: whether they can run, and with which BLAS. */
final class PeerProbes {
  private final Function<Peer, JavaProcess.Ended> run;
  private final Map<List<String>, JavaProcess.Ended> known = new LinkedHashMap<>();

  /**
   * Nothing is known yet.
   *
   * @param run runs a peer's probe; once for all peers with the same one
   */
  PeerProbes(Function<Peer, JavaProcess.Ended> run) {
    this.run = run;
  }

  /** Whether a peer can run. */
  boolean canRun(Peer peer) {
    return of(peer).exitCode() == 0;
  }

  private JavaProcess.Ended of(Peer peer) {
    return known.computeIfAbsent(peer.probe(), probe -> run.apply(peer));
  }

  /** The libraries that peers compute products with, as far as they are known. */
  Set<String> blas() {
    return known.values().stream()
        .map(ended -> Blas.of(ended.output()))
        .filter(blas -> !blas.libraries().isEmpty())
        .map(Blas::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Refuses peers on reference BLAS, which would be slow for a reason that is not theirs.
   *
   * @param chosen what is to be measured
   * @param plan how
   * @param without names of peers that are left out already
   * @throws Refusal if there is one
   */
  void requireNoReferenceBlas(List<Peer> chosen, PeerPlan plan, List<String> without) {
    List<Peer> slow =
        chosen.stream().filter(peer -> reference(peer).findAny().isPresent()).toList();
    if (!slow.isEmpty()) {
      Set<String> files =
          slow.stream().flatMap(this::reference).collect(Collectors.toCollection(TreeSet::new));
      throw new Refusal(
          Blas.refusal(names(slow.stream()), files, plan.python(), others(slow, plan, without)));
    }
  }

  private Stream<String> reference(Peer peer) {
    return Blas.of(of(peer).output()).reference().stream();
  }

  /** Options that leave out all peers with these ones' probes, and works that others can do. */
  private static String others(List<Peer> slow, PeerPlan plan, List<String> without) {
    Set<List<String>> probes = slow.stream().map(Peer::probe).collect(Collectors.toSet());
    Programs programs = new Programs(plan);
    Set<String> left =
        names(
            Stream.of(PeerWork.values())
                .flatMap(work -> work.peers(programs, plan).stream())
                .filter(peer -> probes.contains(peer.probe())));
    left.addAll(names(slow.stream()));
    left.addAll(without);
    String works =
        Stream.of(PeerWork.values())
            .filter(
                work ->
                    work.peers(programs, plan).stream()
                        .anyMatch(peer -> left.stream().noneMatch(peer.name()::startsWith)))
            .map(work -> work.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
    return works.isEmpty() ? "" : "--work " + works + " --without " + String.join(",", left);
  }

  /** Without their settings, which follow a comma. */
  private static Set<String> names(Stream<Peer> peers) {
    return peers
        .map(peer -> peer.name().replaceFirst(",.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
