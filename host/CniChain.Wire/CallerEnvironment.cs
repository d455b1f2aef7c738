namespace CniChain.Wire;

/// <summary>How a caller's variables that the host itself must not see get past it to the plugins it executes.</summary>
/// <remarks>
/// A delegate runs with its caller's environment (CNI specification 1.1.0, section 4): a proxy's address, a kubeconfig. But
/// DOTNET_STARTUP_HOOKS or LD_PRELOAD in the environment of cnichaind would run the caller's code in it. So a cnichaind that is started for
/// one call gets them under a name that neither .NET nor the loader knows. Over the socket they go as they are: there they are data.
/// </remarks>
public static class CallerEnvironment
{
    /// <summary>What stands before the name.</summary>
    public const string Prefix = "CNICHAIN_CALLER_";

    /// <summary>The same in bytes.</summary>
    public static ReadOnlySpan<byte> PrefixUtf8 => "CNICHAIN_CALLER_"u8;
}
