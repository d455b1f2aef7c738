using System.Text;

namespace CniChain.Linux;

/// <summary>Paths as the kernel takes them: UTF-8 with a NUL at the end.</summary>
internal static class NativePath
{
    /// <exception cref="ArgumentException">The path is empty or holds a NUL, behind which the kernel would not look.</exception>
    public static byte[] Encode(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0'))
        {
            throw new ArgumentException("A path cannot hold a NUL character.", nameof(path));
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }
}
