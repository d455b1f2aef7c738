namespace CniChain.Host;

/// <summary>Where an attachment stands.</summary>
internal enum JournalState
{
    /// <summary>An ADD is running, or was when the process died.</summary>
    Adding,

    /// <summary>ADD has succeeded.</summary>
    Done,

    /// <summary>A DEL or an undo could not remove everything.</summary>
    Deleting,
}
