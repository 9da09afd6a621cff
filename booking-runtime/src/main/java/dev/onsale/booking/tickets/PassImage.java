package dev.onsale.booking.tickets;

import io.nayuki.qrcodegen.QrCode;

/** Draws a pass as a QR code. */
public final class PassImage {
  private static final int QUIET_ZONE = 4;

  private PassImage() {}

  /** An SVG document; error correction level M, quiet zone as ISO/IEC 18004 asks. */
  public static String svg(String pass) {
    QrCode code = QrCode.encodeText(pass, QrCode.Ecc.MEDIUM);
    int size = code.size + 2 * QUIET_ZONE;
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + QUIET_ZONE).append(',').append(y + QUIET_ZONE);
          path.append("h1v1h-1z");
        }
      }
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" \
        shape-rendering="crispEdges" role="img" aria-label="ticket pass">\
        <rect width="%1$d" height="%1$d" fill="#fff"/><path d="%2$s" fill="#000"/></svg>
        """
        .formatted(size, path);
  }
}
