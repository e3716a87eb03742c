package nn.io.table;

import org.jspecify.annotations.Nullable;

/**
 * Something about a table that can be trained with and yet is probably a mistake.
 *
 * @param kind what it is
 * @param column the name of the column that it is about; null for the header as a whole
 * @param sentence what was seen and what to do, in plain words
 */
public record TableWarning(Kind kind, @Nullable String column, String sentence) {

  /** What may be wrong, and from where on it is said. */
  public enum Kind {
    /**
     * A feature numbers the records: at least 20 whole numbers, all different, none missing, that
     * either leave no number out or only rise, or only fall, from record to record.
     */
    IDENTIFIER,

    /**
     * A feature is the same in all records; but a number that is always 0 is not named where a
     * record becomes at least 20 inputs, as of pictures and counts.
     */
    CONSTANT,

    /**
     * A feature has more than 100 categories, or more than two and more than half as many as there
     * are records.
     */
    MANY_CATEGORIES,

    /**
     * A feature tells the target alone. Of classes: the numbers of no two classes overlap, or each
     * of its values (of numbers at most 20) occurs with one class only; and if classes were
     * shuffled that would happen with a probability below 10⁻⁶. Of a number, in at least 10
     * records: the correlation is above 0.999 or below −0.999, or the target only rises, or only
     * falls, with the feature.
     */
    LEAK,

    /**
     * More than nine of ten records are of one class, or a class has less than a twentieth of the
     * records of the largest one.
     */
    IMBALANCE,

    /** At least half of the columns' names are numbers, as those of a record would be. */
    HEADER
  }
}
