package library;

/** The function {@code slugify}. */
public final class Slugify {
  private static final String ACCENTED = "áàâäãåçéèêëíìîïñóòôöõúùûüýÿ";
  private static final String PLAIN = "aaaaaaceeeeiiiinooooouuuuyy";

  private Slugify() {}

  /**
   * Returns the text as a slug: lower case letters a to z and digits, joined by single hyphens;
   * accents are dropped.
   */
  public static String slugify(String text) {
    StringBuilder slug = new StringBuilder();
    boolean isGap = false;
    for (char letter : text.toCharArray()) {
      char lower = Character.toLowerCase(letter);
      int accent = ACCENTED.indexOf(lower);
      char plain = accent >= 0 ? PLAIN.charAt(accent) : lower;
      if ((plain >= 'a' && plain <= 'z') || (plain >= '0' && plain <= '9')) {
        slug.append(isGap && slug.length() > 0 ? "-" : "").append(plain);
        isGap = false;
      } else {
        isGap = true;
      }
    }
    return slug.toString();
  }
}
