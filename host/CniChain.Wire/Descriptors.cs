namespace CniChain.Wire;

/// <summary>Descriptors that come with a request, in the order of their bits.</summary>
[Flags]
public enum Descriptors
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The caller's own network namespace.</summary>
    HostNetns = 1,

    /// <summary>The container's, opened from CNI_NETNS by the caller, in whose mount namespace the path means something.</summary>
    ContainerNetns = 2,
}
