package dev.lading.trust.policy;

/** What a blob is by its own bytes, whatever it is called. */
enum BlobForm {
  JSON_OBJECT,
  /** Begins as a COSE_Sign1 does, and is no larger than one may be. */
  COSE_SIGNATURE,
  /** Anything: a layer, a program. */
  OTHER;

  static final int LARGEST_COSE_BYTES = 64 << 10;

  private static final int TAGGED_SIGN1 = 0xD2;
  private static final int ARRAY_OF_FOUR = 0x84;

  private static final int TAR_HEADER_BYTES = 512;
  private static final int TAR_SUM_FROM = 148;
  private static final int TAR_SUM_TO = 156;

  static BlobForm of(byte[] bytes) {
    if (isTar(bytes)) {
      return OTHER;
    }
    if (isCose(bytes)) {
      return COSE_SIGNATURE;
    }
    return JsonObjects.isOne(bytes) ? JSON_OBJECT : OTHER;
  }

  private static boolean isCose(byte[] bytes) {
    if (bytes.length < 2 || bytes.length > LARGEST_COSE_BYTES) {
      return false;
    }
    int first = Byte.toUnsignedInt(bytes[0]);
    return first == ARRAY_OF_FOUR
        || (first == TAGGED_SIGN1 && Byte.toUnsignedInt(bytes[1]) == ARRAY_OF_FOUR);
  }

  // An archive begins with the name of a file, which may be {"a":"/../bin/sh as well, and the old
  // kind needs no NUL; what no reader of archives goes without is the sum of the first header.
  private static boolean isTar(byte[] bytes) {
    if (bytes.length < TAR_HEADER_BYTES) {
      return false;
    }
    int unsigned = 0;
    int signed = 0;
    for (int i = 0; i < TAR_HEADER_BYTES; i++) {
      boolean isSum = i >= TAR_SUM_FROM && i < TAR_SUM_TO;
      unsigned += isSum ? ' ' : Byte.toUnsignedInt(bytes[i]);
      signed += isSum ? ' ' : bytes[i];
    }
    int told = tarSum(bytes);
    return told == unsigned || told == signed;
  }

  /** Octal digits after any others; as lenient as the most lenient reader. */
  private static int tarSum(byte[] bytes) {
    int sum = 0;
    boolean begun = false;
    for (int i = TAR_SUM_FROM; i < TAR_SUM_TO; i++) {
      boolean isDigit = bytes[i] >= '0' && bytes[i] <= '7';
      if (begun && !isDigit) {
        return sum;
      }
      begun = isDigit;
      sum = isDigit ? sum * 8 + bytes[i] - '0' : sum;
    }
    return sum;
  }
}
