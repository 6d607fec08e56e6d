package io.treadmill.lake;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses pages by Zstandard, all of a file with one context: to make one takes longer. */
final class PageZstd implements BytesInputCompressor {
  /** As in Parquet's own writer. */
  static final int LEVEL = 3;

  private final ZstdCompressCtx context;
  private byte[] out = new byte[1 << 10];

  PageZstd(int level) {
    this.context = new ZstdCompressCtx().setLevel(level);
  }

  @Override
  public BytesInput compress(BytesInput page) throws IOException {
    byte[] bytes = page.toByteArray();
    int most = (int) Zstd.compressBound(bytes.length);
    if (out.length < most) {
      out = new byte[most];
    }
    int size = context.compressByteArray(out, 0, out.length, bytes, 0, bytes.length);
    return BytesInput.from(out, 0, size);
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    context.close();
  }
}
