namespace CniChain.Wire;

/// <summary>What a request asks of the host.</summary>
public enum RequestKind
{
    /// <summary>A CNI verb: the environment and stdin say all.</summary>
    Cni = 0,

    /// <summary>How the host is: answered as JSON.</summary>
    HostStatus = 1,

    /// <summary>Finish what runs, then exit.</summary>
    HostStop = 2,

    /// <summary>The last operations with their steps: answered as JSON.</summary>
    RecentOperations = 16,

    /// <summary>How often and how long each kind of step ran since the host began: answered as JSON.</summary>
    Figures = 17,

    /// <summary>Which plugins the host has: answered as JSON.</summary>
    Plugins = 32,
}
