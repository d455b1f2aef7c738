namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Which fields hold options too.</summary>
[Flags]
internal enum Overload : byte
{
    None = 0,

    /// <summary>The field "file", 128 bytes.</summary>
    File = 1,

    /// <summary>The field "sname", 64 bytes.</summary>
    ServerName = 2,
}
