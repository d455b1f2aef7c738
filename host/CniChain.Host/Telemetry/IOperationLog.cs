namespace CniChain.Host;

/// <summary>Where operations are noted, one line each.</summary>
internal interface IOperationLog
{
    /// <summary>Notes one. Called on the operation's thread, for several operations at a time; never throws.</summary>
    void Write(in OperationOutcome operation);
}
