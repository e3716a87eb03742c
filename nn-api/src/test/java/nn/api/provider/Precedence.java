package nn.api.provider;

import nn.api.Backend;

/** Says what a program opens whose environment names a backend. */
final class Precedence {

  private Precedence() {}

  public static void main(String[] args) {
    print();
    System.setProperty("nn.backend", "able");
    print();
    try (Backend opened = Backends.open("preferred")) {
      System.out.println(opened.name() + " was asked for");
    }
  }

  private static void print() {
    try (Backend opened = Backends.open()) {
      String rule = Backends.report().rule();
      System.out.println(opened.name() + " with " + opened.threads() + " threads: " + rule);
    }
  }
}
