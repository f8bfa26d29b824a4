package app;

import java.util.List;

/** A change breaks a rule between objects. */
public final class Conflict extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final boolean isUnknownReference;

  Conflict(String message, Problem problem, boolean isUnknownReference) {
    super(message);
    this.problems = List.of(problem);
    this.isUnknownReference = isUnknownReference;
  }

  /** What is wrong with which field. */
  public List<Problem> problems() {
    return problems;
  }

  /** Whether the change points at an object that is not there. */
  public boolean isUnknownReference() {
    return isUnknownReference;
  }
}
