package nn.tck;

import nn.api.network.Schedule;

/**
 * Checks a schedule against chapter 16xx of docs/SPEC.md.
 *
 * <pre>{@code
 * class MyScheduleTest extends ScheduleConformance {
 *   @Override
 *   protected Schedule schedule() {
 *     return new MySchedule();
 *   }
 * }
 * }</pre>
 */
public abstract class ScheduleConformance extends ScheduleRules {

  /** For the subclass. */
  protected ScheduleConformance() {}

  /** The schedule under test; called often, so a new one each time will do. */
  protected abstract Schedule schedule();

  @Override
  final Schedule subject() {
    return schedule();
  }
}
