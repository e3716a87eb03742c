package nn.bench;

/** All of the guard's works on one backend, each whenever it is asked for; see {@link Slices}. */
final class GuardProgram {
  private GuardProgram() {}

  /**
   * Works until its input ends.
   *
   * @param words the backend and the number of threads
   */
  public static void main(String[] words) {
    System.setProperty("nn.vector.wait", "true"); // Jmh.WAIT, without JMH on the class path
    Slices slices = Slices.ofStandardStreams();
    while (slices.begin()) {
      GuardWork work = GuardWork.parse(slices.what(), words[0], Integer.parseInt(words[1]));
      slices.only(work.what()::equals);
      work.kind().run(work.with(), slices);
    }
  }
}
