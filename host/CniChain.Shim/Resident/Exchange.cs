namespace CniChain.Shim.Resident;

/// <summary>How an attempt to have the request served by a resident host ended.</summary>
internal enum Exchange
{
    /// <summary>It was served; the exit status is known.</summary>
    Served,

    /// <summary>The host went away before it had accepted the request: nothing was begun, its successor may be asked.</summary>
    NotAccepted,

    /// <summary>The host stayed silent. Closing the connection keeps it from beginning later; it is not asked again.</summary>
    Silent,
}
