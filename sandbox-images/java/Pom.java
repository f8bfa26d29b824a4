import java.io.File;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Reads the dependencies of a pom.xml nobody trusts and prints a pom that has nothing else: no plugins, no extensions, no
 * repositories, no profiles, since maven runs what these name. Managed versions and properties are followed within the file.
 */
class Pom {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,200}");
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)}");
  private static final int DEPENDENCIES_MAX = 300;

  private final Map<String, String> properties = new HashMap<>();
  private final PrintStream out;

  private Pom(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    new Pom(System.out).write(factory.newDocumentBuilder().parse(new File(arguments[0])));
  }

  private void write(Document document) {
    Element root = document.getDocumentElement();
    Element own = child(root, "properties");
    for (Node each = own == null ? null : own.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element) {
        properties.put(each.getNodeName(), each.getTextContent().trim());
      }
    }
    Element version = child(root, "version");
    if (version != null) {
      properties.put("project.version", version.getTextContent().trim());
    }
    out.println("<project><modelVersion>4.0.0</modelVersion><groupId>workspace</groupId><artifactId>workspace</artifactId>");
    out.println("<version>1</version><packaging>pom</packaging>");
    Element managed = child(root, "dependencyManagement");
    if (managed != null) {
      out.println("<dependencyManagement>");
      writeAll(child(managed, "dependencies"));
      out.println("</dependencyManagement>");
    }
    writeAll(child(root, "dependencies"));
    out.println("</project>");
  }

  private void writeAll(Element dependencies) {
    out.println("<dependencies>");
    int count = 0;
    for (Node each = dependencies == null ? null : dependencies.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element && each.getNodeName().equals("dependency") && ++count <= DEPENDENCIES_MAX) {
        out.print("<dependency>");
        for (String part : new String[] {"groupId", "artifactId", "version", "classifier", "type", "scope"}) {
          writePart((Element) each, part);
        }
        out.println("</dependency>");
      }
    }
    out.println("</dependencies>");
  }

  private void writePart(Element dependency, String part) {
    Element element = child(dependency, part);
    if (element == null) {
      return;
    }
    String value = resolved(element.getTextContent().trim());
    if (!NAME.matcher(value).matches() || value.equals("system")) {
      throw new IllegalArgumentException("pom.xml: this " + part + " of a dependency is not taken: " + value);
    }
    out.print("<" + part + ">" + value + "</" + part + ">");
  }

  private String resolved(String text) {
    String value = text;
    // A property may name another one; a circle ends here.
    for (int depth = 0; depth < 5 && value.contains("${"); depth++) {
      Matcher matcher = PROPERTY.matcher(value);
      value = matcher.replaceAll(found -> Matcher.quoteReplacement(properties.getOrDefault(found.group(1), "")));
    }
    return value;
  }

  private static Element child(Element of, String name) {
    for (Node each = of.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element element && each.getNodeName().equals(name)) {
        return element;
      }
    }
    return null;
  }
}
