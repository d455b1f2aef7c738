namespace CniChain.TestPlugins;

/// <summary>Looks as the exception of a plugin's own copy of a kernel library does.</summary>
public sealed class KernelException(int errno, string message) : IOException(message)
{
    public int Errno { get; } = errno;
}
