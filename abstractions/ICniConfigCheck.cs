namespace CniChain;

/// <summary>
/// Optional, beside <see cref="ICniPlugin"/>: lets <c>cnichain validate</c> look at a configuration with the plugin's own eyes.
/// A plugin without it is reported as not checked.
/// </summary>
public interface ICniConfigCheck
{
    /// <summary>Whether ADD needs the result of a plugin before it in the chain. False by default.</summary>
    bool NeedsPrevResult => false;

    /// <summary>
    /// Whether ADD makes the interface of the attachment, so that no other plugin of the chain may. False by default, which says nothing.
    /// </summary>
    bool MakesInterface => false;

    /// <summary>Reads the configuration with the very reader that ADD uses, and does nothing else.</summary>
    /// <remarks>
    /// The configuration is one being written, on whatever machine: there is no container, nothing of the kernel or of files may be
    /// looked at, and what the runtime would add (CNI_ARGS, "runtimeConfig", "prevResult") is not there. Problems reach the caller through
    /// the readers of <see cref="CniContext.Config"/>; an exception they end in is caught.
    /// </remarks>
    /// <param name="context">An ADD's context without a namespace and without an IPAM plugin.</param>
    void CheckConfig(CniContext context);
}
